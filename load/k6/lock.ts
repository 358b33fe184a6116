import { mkdir, open, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';

export type LockOptions = {
  /** Called once, when the lock is held by somebody else. */
  readonly onWait?: () => void;
  /** A lock whose holder has not renewed it for this long was left by a process that died. */
  readonly abandonedAfterMs?: number;
  /** Waiting longer than this is an error: the holder hangs. */
  readonly waitLimitMs?: number;
};

const renewalsPerAbandonment = 5;
const pollMs = 200;

const tryCreate = async (path: string): Promise<boolean> => {
  try {
    await mkdir(dirname(path), { recursive: true });
    await (await open(path, 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new HeadroomError('E_DISK', {
      what: `a file can't be created: ${messageOf(error)}`,
      where: path,
      fix: 'make the folder writable, or choose another (the cache: XDG_CACHE_HOME, on Windows LOCALAPPDATA)',
      cause: error,
    });
  }
};

const renewedAtMs = async (path: string): Promise<number | null> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );

/** Waits until this process has created the file, removing one that nobody renews while we watch. */
const acquire = async (path: string, options: Required<LockOptions>): Promise<void> => {
  const startedAtMs = performance.now();
  let seen: { readonly mtimeMs: number | null; readonly atMs: number } | null = null;
  while (!(await tryCreate(path))) {
    if (seen === null) options.onWait();
    const nowMs = performance.now();
    if (nowMs - startedAtMs > options.waitLimitMs) {
      throw new HeadroomError('E_DISK', {
        what: `another process holds a lock for more than ${options.waitLimitMs / 1000} s`,
        where: path,
        fix: 'end that process, or delete the file',
      });
    }
    const mtimeMs = await renewedAtMs(path);
    if (seen === null || seen.mtimeMs !== mtimeMs) seen = { mtimeMs, atMs: nowMs };
    else if (nowMs - seen.atMs > options.abandonedAfterMs) await rm(path, { force: true });
    await delay(Math.min(pollMs, options.abandonedAfterMs / renewalsPerAbandonment));
  }
};

/**
 * Runs `work` while holding a lock file, so that several processes do an expensive thing once. Its time is watched
 * for change, never compared with a clock, so it works on network file systems too. Two waiters may, within
 * microseconds, both take over an abandoned lock: use it to save work, not to keep data whole.
 *
 * @param path the lock file; its folder is made
 * @throws HeadroomError E_DISK when it can't be created, or is held beyond the limit
 */
export const withLock = async <T>(
  path: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> => {
  const all = { onWait: () => {}, abandonedAfterMs: 10_000, waitLimitMs: 45 * 60_000, ...options };
  await acquire(path, all);
  const renewal = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, all.abandonedAfterMs / renewalsPerAbandonment);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await rm(path, { force: true });
  }
};
