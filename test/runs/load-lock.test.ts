import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { lockForLoad } from '../../runs/load-lock.ts';
import { processStartOf } from '../../runs/processes.ts';
import type { LoadLock } from '../../runs/schema/load-lock.ts';
import { temporaryFolder } from '../builders/run-folder.ts';

const score = 'http://scoring.example/score';

/** A process that runs until the test ends it. */
const runningProcess = async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  onTestFinished(end);
  const processStart = await processStartOf(child.pid!);
  return { end, lock: { host: hostname(), processId: child.pid!, processStart, sinceMs: 0 } };
};

const writeLock = (folder: string, lock: LoadLock): Promise<void> =>
  writeFile(join(folder, '.load-0a.json'), JSON.stringify(lock));

/** Takes the lock, with what was told. */
const lock = async (runsFolder: string, services = [score]) => {
  const notes: string[] = [];
  return { held: await lockForLoad({ runsFolder, services, note: (text) => notes.push(text) }), notes };
};

it('a service at which another process fires is refused, until that one has ended', async () => {
  const folder = await temporaryFolder();
  const other = await runningProcess();
  await writeLock(folder, { ...other.lock, services: ['http://scoring.example/other', score] });
  await expect(lock(folder)).rejects.toMatchObject({
    code: 'E_USAGE',
    message: expect.stringContaining(
      `process ${other.lock.processId} has fired loads at ${score} since 00:00:00 UTC`,
    ),
  });
  expect(await readdir(folder), 'the refused one leaves nothing').toEqual(['.load-0a.json']);
  await using _elsewhere = (await lock(folder, ['http://scoring.example/third'])).held;
  await other.end();
  await using _held = (await lock(folder)).held;
});

it('a process that was killed keeps nothing: its file is removed', async () => {
  const folder = await temporaryFolder();
  const other = await runningProcess();
  await writeLock(folder, { ...other.lock, services: [score] });
  await other.end();
  await (await lock(folder)).held[Symbol.asyncDispose]();
  expect(await readdir(folder)).toEqual([]);
});

it('a later process with the same id holds no lock of the earlier one', async () => {
  const folder = await temporaryFolder();
  const other = await runningProcess();
  await writeLock(folder, { ...other.lock, processStart: 'another', services: [score] });
  await (await lock(folder)).held[Symbol.asyncDispose]();
  expect(await readdir(folder)).toEqual([]);
});

it('a lock of another machine is told, as nobody here knows whether its process still runs', async () => {
  const folder = await temporaryFolder();
  await writeLock(folder, {
    host: 'elsewhere',
    processId: 1,
    processStart: null,
    sinceMs: 0,
    services: [score],
  });
  const { held, notes } = await lock(folder);
  await held[Symbol.asyncDispose]();
  expect(notes).toEqual([expect.stringContaining('on elsewhere process 1 has fired loads at')]);
  expect(await readdir(folder)).toEqual(['.load-0a.json']);
});

it('one process may fire several loads: what it took first stands until it is given back', async () => {
  const folder = await temporaryFolder();
  await using _outer = (await lock(folder)).held;
  const [file] = await readdir(folder);
  await (await lock(folder)).held[Symbol.asyncDispose]();
  expect(await readdir(folder)).toEqual([file]);
});

it('a folder that was made for a lock goes with it, unless a run lies in it', async () => {
  const folder = await temporaryFolder();
  const [empty, used] = [join(folder, 'empty'), join(folder, 'used')];
  await (await lock(empty)).held[Symbol.asyncDispose]();
  const { held } = await lock(used);
  await mkdir(join(used, 'run'));
  await held[Symbol.asyncDispose]();
  expect(await readdir(folder, { recursive: true })).toEqual(['used', join('used', 'run')]);
});
