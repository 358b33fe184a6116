import { open, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { makeFolders } from '../../errors/make-folders.ts';

/** How long to wait for a lock that somebody else holds, and who is told of the wait. */
type LockOptions = {
  /** Called once, when the lock is held by somebody else. */
  readonly onWait?: () => void;
  /** A lock whose holder has not renewed it for this long was left by a process that died. */
  readonly abandonedAfterMs?: number;
  /** Waiting longer than this is an error: the holder hangs. */
  readonly waitLimitMs?: number;
};

const renewalsPerAbandonment = 5;
const pollMs = 200;

const createFailed = (path: string, what: 'file' | 'folder', error: unknown): HeadroomError =>
  new HeadroomError('E_DISK', {
    what: `the ${what} can't be created: ${messageOf(error)}`,
    where: path,
    fix: 'make the folder above it writable, or choose another (of the cache: XDG_CACHE_HOME, on macOS HOME)',
    cause: error,
  });

const heldTooLong = (path: string, waitLimitMs: number): HeadroomError =>
  new HeadroomError('E_DISK', {
    what: `another process has held a lock for ${waitLimitMs / 1000} s`,
    where: path,
    fix: 'end that process, or delete the file',
  });

const tryCreate = async (path: string): Promise<boolean> => {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw createFailed(path, 'file', error);
  }
};

const renewedAtMs = async (path: string): Promise<number | null> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null, // its holder has just removed it
  );

/** Returns once this process has created the file; removes one that nobody renews while we watch. */
const acquire = async (path: string, options: Required<LockOptions>): Promise<void> => {
  if (await tryCreate(path)) return;
  const { onWait, abandonedAfterMs, waitLimitMs } = options;
  onWait();
  const waitingSinceMs = performance.now();
  let renewal = { mtimeMs: await renewedAtMs(path), seenAtMs: waitingSinceMs };
  while (!(await tryCreate(path))) {
    const nowMs = performance.now();
    if (nowMs - waitingSinceMs > waitLimitMs) throw heldTooLong(path, waitLimitMs);
    const mtimeMs = await renewedAtMs(path);
    if (mtimeMs !== renewal.mtimeMs) renewal = { mtimeMs, seenAtMs: nowMs };
    if (nowMs - renewal.seenAtMs > abandonedAfterMs) await rm(path, { force: true });
    await delay(Math.min(pollMs, abandonedAfterMs / renewalsPerAbandonment));
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
  await makeFolders(dirname(path)).catch((error: unknown) => {
    throw createFailed(dirname(path), 'folder', error);
  });
  await acquire(path, all);
  const renewal = setInterval(() => {
    const now = new Date();
    // If it fails, the lock looks abandoned after `abandonedAfterMs`: another process builds the same k6 beside this one.
    utimes(path, now, now).catch(() => {});
  }, all.abandonedAfterMs / renewalsPerAbandonment);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await rm(path, { force: true });
  }
};
