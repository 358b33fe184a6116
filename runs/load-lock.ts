import { randomBytes } from 'node:crypto';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { HeadroomError } from '../errors/headroom-error.ts';
import { makeFolder, readJsonIfAny, writeJson } from './folder.ts';
import { isRunning, processStartOf } from './processes.ts';
import { type LoadLock, loadLockSchema } from './schema/load-lock.ts';

/** A lock, and the file that holds it. */
type Lock = LoadLock & { readonly path: string };

const isLockName = (name: string): boolean => /^\.load-[0-9a-f]+\.json$/.test(name);

const isOfThisMachine = ({ host }: LoadLock): boolean => host === hostname();

/** Whether the process of a lock still runs. Of another machine's nobody here can tell. */
const mayBeHeld = async (lock: LoadLock): Promise<boolean> =>
  !isOfThisMachine(lock) ||
  (isRunning(lock.processId) && (await processStartOf(lock.processId)) === lock.processStart);

/** The locks in a folder of runs; those that processes have left which no longer run are removed. */
const locksIn = async (runsFolder: string): Promise<Lock[]> => {
  const locks: Lock[] = [];
  for (const name of (await readdir(runsFolder)).filter(isLockName)) {
    const path = join(runsFolder, name);
    const file = await readJsonIfAny(runsFolder, name, loadLockSchema);
    if (file.kind === 'read' && (await mayBeHeld(file.value))) locks.push({ ...file.value, path });
    else await rm(path, { force: true });
  }
  return locks;
};

/** Processes of this machine that fire loads from a folder of runs now. Nothing is removed: the folder may be read-only. */
export const firingNow = async (runsFolder: string): Promise<LoadLock[]> => {
  const locks: LoadLock[] = [];
  for (const name of (await readdir(runsFolder)).filter(isLockName)) {
    const file = await readJsonIfAny(runsFolder, name, loadLockSchema);
    if (file.kind === 'read' && isOfThisMachine(file.value) && (await mayBeHeld(file.value)))
      locks.push(file.value);
  }
  return locks;
};

const isOwn = (lock: LoadLock): boolean => isOfThisMachine(lock) && lock.processId === process.pid;

/** "process 123 has fired loads at http://…/score since 19:05:12 UTC" */
const textOf = ({ processId, sinceMs }: LoadLock, service: string): string =>
  `process ${processId} has fired loads at ${service} since ${new Date(sinceMs).toISOString().slice(11, 19)} UTC`;

const why = 'two loads at once are each measured with the requests and the replicas of the other';

/** Refuses where a process of this machine fires at one of the services; tells where one of another machine may. */
const refuseShared = (
  locks: readonly Lock[],
  services: readonly string[],
  note: (text: string) => void,
): void => {
  for (const lock of locks) {
    const shared = lock.services.find((service) => services.includes(service));
    if (shared === undefined) continue;
    if (isOfThisMachine(lock))
      throw new HeadroomError('E_USAGE', {
        what: `${textOf(lock, shared)}: ${why}`,
        where: lock.path,
        fix: 'wait until it has ended',
      });
    note(
      `on ${lock.host} ${textOf(lock, shared)}, unless it was killed: ${why}. Where it has ended, remove ${lock.path}`,
    );
  }
};

const removeIfEmpty = (folder: string): Promise<void> =>
  rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });

/** What is locked, and who is told of a lock that can't be judged. */
type LockOptions = {
  /** The folder of the runs; made where it is not there. */
  readonly runsFolder: string;
  /** What is fired at, by names that are the same for the same service. */
  readonly services: readonly string[];
  readonly note: (text: string) => void;
};

/**
 * Keeps services for the loads of this process, until the disposal: no other process of this machine fires at one of them from
 * the same folder of runs. Where this process keeps some already, those stand. A process that was killed keeps nothing.
 *
 * Each process writes a file of its own before it reads those of the others. So of two that begin at the same moment at least one
 * is refused; it may be both.
 *
 * @throws HeadroomError E_USAGE where another process fires at one of them, E_DISK where the folder takes no file
 */
export const lockForLoad = async ({ runsFolder, services, note }: LockOptions): Promise<AsyncDisposable> => {
  const isNew = await makeFolder(runsFolder);
  if ((await locksIn(runsFolder)).some(isOwn)) return { [Symbol.asyncDispose]: async () => {} };
  const lock = {
    host: hostname(),
    processId: process.pid,
    processStart: await processStartOf(process.pid),
    sinceMs: Date.now(),
    services: [...services],
  };
  const path = await writeJson(
    runsFolder,
    `.load-${randomBytes(4).toString('hex')}.json`,
    loadLockSchema,
    lock,
  );
  const release = async (): Promise<void> => {
    await rm(path, { force: true });
    // Nothing was recorded: no empty folder is left.
    if (isNew) await removeIfEmpty(runsFolder);
  };
  try {
    refuseShared(
      (await locksIn(runsFolder)).filter((one) => one.path !== path),
      services,
      note,
    );
  } catch (error) {
    await release();
    throw error;
  }
  return { [Symbol.asyncDispose]: release };
};
