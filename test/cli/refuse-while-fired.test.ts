import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { refuseWhileFired } from '../../cli/refuse-while-fired.ts';
import { processStartOf } from '../../runs/processes.ts';
import { headroomHere } from '../builders/in-process.ts';
import { completeRun } from '../builders/run.ts';
import { temporaryFolder } from '../builders/run-folder.ts';

const { createdAtMs } = completeRun();

/** A run that says "running", and beside it the lock of a process that fires since some moment. */
const folderOf = async (
  sinceMs: number,
  lock: { readonly host?: string; readonly processStart?: string } = {},
) => {
  const runs = await temporaryFolder();
  const folder = join(runs, 'a');
  await mkdir(folder);
  await writeFile(join(folder, 'run.json'), JSON.stringify({ ...completeRun(), status: 'running' }));
  const processStart = await processStartOf(process.pid);
  const held = { host: hostname(), processId: process.pid, processStart, sinceMs, services: ['s'], ...lock };
  await writeFile(join(runs, '.load-0a.json'), JSON.stringify(held));
  return folder;
};

it('a run whose load is still fired is refused', async () => {
  await expect(refuseWhileFired([await folderOf(createdAtMs - 1)])).rejects.toMatchObject({
    code: 'E_USAGE',
    message: expect.stringContaining(`the load of this run is still fired, by process ${process.pid}`),
  });
});

it.each([
  ['a process that began later: the tool of the run was killed', 1, {}],
  ['a process that no longer runs', -1, { processStart: 'another' }],
  ['a process of another machine, of which nobody here can tell', -1, { host: 'elsewhere' }],
])('a run is taken as it is beside %s', async (_, after, lock) => {
  await expect(refuseWhileFired([await folderOf(createdAtMs + after, lock)])).resolves.toBeUndefined();
});

it.each(['plan', 'capacity', 'compare', 'explain', 'simulate'])(
  '%s says that it is still fired, not that it is cut',
  async (verb) => {
    const folder = await folderOf(createdAtMs - 1);
    const others = { compare: [join(folder, '..', 'b')], simulate: ['--target', '0.5'] }[verb] ?? [];
    const { code, stderr } = await headroomHere([
      verb,
      ...(verb === 'simulate' ? ['--from'] : []),
      folder,
      ...others,
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('the load of this run is still fired');
    expect(stderr).toContain('wait until it has ended');
  },
);
