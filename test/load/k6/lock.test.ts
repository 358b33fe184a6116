import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withLock } from '../../../load/k6/lock.ts';
import { temporaryFolder } from './stand-ins.ts';

const lockPath = async () => join(await temporaryFolder(), 'folder', 'k6.lock');

it('lets one in at a time and tells the other that it waits', async () => {
  const path = await lockPath();
  const events: string[] = [];
  const release = Promise.withResolvers<void>();
  const entered = Promise.withResolvers<void>();
  const first = withLock(path, async () => {
    entered.resolve();
    await release.promise;
    events.push('first done');
  });
  await entered.promise;
  const onWait = () => {
    events.push('second waits');
    release.resolve();
  };
  await withLock(path, async () => events.push('second in'), { onWait });
  await first;
  expect(events).toEqual(['second waits', 'first done', 'second in']);
});

it('leaves no file behind, whether the work succeeds or fails', async () => {
  const path = await lockPath();
  expect(await withLock(path, async () => 7)).toBe(7);
  await expect(withLock(path, () => Promise.reject(new Error('work failed')))).rejects.toThrow('work failed');
  expect(await readdir(join(path, '..'))).toEqual([]);
});

it('takes over from a process that was killed', async () => {
  const path = await lockPath();
  const holder = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `const { withLock } = await import(${JSON.stringify(new URL('../../../load/k6/lock.ts', import.meta.url).href)});
     await withLock(${JSON.stringify(path)}, () => { console.log('in'); return new Promise(() => {}); });`,
  ]);
  await once(holder.stdout, 'data');
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(existsSync(path)).toBe(true);
  expect(await withLock(path, async () => 'mine', { abandonedAfterMs: 100 })).toBe('mine');
});

it('does not take over from a holder that is alive, however slow', async () => {
  const path = await lockPath();
  const abandonedAfterMs = 300;
  const entered = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const work = () => {
    entered.resolve();
    return release.promise;
  };
  const first = withLock(path, work, { abandonedAfterMs });
  await entered.promise;
  const second = withLock(path, async () => {}, { abandonedAfterMs, waitLimitMs: 3 * abandonedAfterMs });
  await expect(second).rejects.toMatchObject({ code: 'E_DISK', details: [{ where: path }] });
  release.resolve();
  await first;
});

it('reports a place where no lock can be created', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'file'), '');
  await expect(withLock(join(folder, 'file', 'k6.lock'), async () => {})).rejects.toMatchObject({
    code: 'E_DISK',
  });
});
