import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noteUse, pruneBeside } from '../../../load/k6/prune.ts';
import { temporaryFolder } from './stand-ins.ts';

const dayMs = 24 * 3600 * 1000;
const nowMs = Date.UTC(2026, 5, 1);

/** A cache with a k6 for each age of its last use, named by the age. */
const cacheOf = async (...agesDays: readonly number[]) => {
  const cache = await temporaryFolder();
  for (const age of agesDays) {
    const folder = join(cache, `used-${age}-days-ago`);
    await mkdir(folder);
    await writeFile(join(folder, 'k6'), 'a binary');
    await utimes(folder, (nowMs - age * dayMs) / 1000, (nowMs - age * dayMs) / 1000);
  }
  return { cache, k6: (age: number) => join(cache, `used-${age}-days-ago`, 'k6') };
};

describe('pruneBeside', () => {
  it('removes what was not used for 30 days, and keeps the rest', async () => {
    const { cache, k6 } = await cacheOf(0, 29, 31, 400);
    await pruneBeside(k6(0), nowMs);
    expect((await readdir(cache)).sort()).toEqual(['used-0-days-ago', 'used-29-days-ago']);
  });

  it('keeps an old one that is used again, and the one that was just made', async () => {
    const { cache, k6 } = await cacheOf(31, 40, 50);
    await noteUse(k6(40), nowMs);
    await pruneBeside(k6(31), nowMs);
    expect((await readdir(cache)).sort()).toEqual(['used-31-days-ago', 'used-40-days-ago']);
  });
});

describe('noteUse', () => {
  it('does not mind a cache that it can not write to', async () => {
    await expect(noteUse('/proc/no-such-folder/k6', nowMs)).resolves.toBeUndefined();
  });
});
