import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** How long a k6 that nobody uses stays in the cache: 46 MB for each version of the module. */
const keptUnusedMs = 30 * 24 * 3600 * 1000;

/**
 * Notes that a cached k6 is used: the time of its folder. A cache that may not be written to is used all the same.
 *
 * @param k6Path as `cachedK6Path` gives it
 */
export const noteUse = async (k6Path: string, nowMs: number): Promise<void> => {
  // Without the note the k6 is at worst built once more, a month later.
  await utimes(dirname(k6Path), nowMs / 1000, nowMs / 1000).catch(() => undefined);
};

/**
 * Removes from the cache what was not used for 30 days, but never the given k6. Others may do the same at the same
 * time.
 */
export const pruneBeside = async (k6Path: string, nowMs: number): Promise<void> => {
  const own = dirname(k6Path);
  const parent = dirname(own);
  for (const name of await readdir(parent)) {
    const folder = join(parent, name);
    if (folder === own) continue;
    const usedAtMs = await stat(folder).then(
      ({ mtimeMs }) => mtimeMs,
      () => nowMs, // another process has just removed it
    );
    if (nowMs - usedAtMs <= keptUnusedMs) continue;
    // What can't be removed stays: no load depends on it.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
};
