import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { pinnedK6Version } from './version.ts';

/** The machine that k6 is looked for on; the real one unless a test says otherwise. */
export type Machine = {
  readonly platform: NodeJS.Platform;
  readonly architecture: NodeJS.Architecture;
  readonly environment: NodeJS.ProcessEnv;
};

/** The machine that this process runs on, with the given environment variables. */
export const thisMachine = (environment: NodeJS.ProcessEnv): Machine => ({
  platform: process.platform,
  architecture: process.arch,
  environment,
});

/** Where each operating system wants programs to keep what they can make again: Headroom's part of it. */
export const userCacheFolder = ({ platform, environment }: Machine): string => {
  const home = environment['HOME'] || homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'headroom');
  const configured = environment['XDG_CACHE_HOME'];
  // The XDG specification has relative paths ignored.
  return join(configured && isAbsolute(configured) ? configured : join(home, '.cache'), 'headroom');
};

/** What makes one k6 differ from another. */
type K6Identity = {
  /** Of the sources of Headroom's module. */
  readonly moduleHash: string;
  /** Go modules, each with its version, in any order. */
  readonly extensions: readonly string[];
};

/**
 * The place of one k6 in the cache: `<user cache>/headroom/k6/<version>-<hash>/k6`. The hash is over what else makes
 * binaries differ: the platform (home folders are shared between machines), the module's sources, the extensions.
 */
export const cachedK6Path = (machine: Machine, { moduleHash, extensions }: K6Identity): string => {
  const identity = JSON.stringify([
    machine.platform,
    machine.architecture,
    moduleHash,
    [...extensions].sort(),
  ]);
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 12);
  return join(userCacheFolder(machine), 'k6', `${pinnedK6Version}-${hash}`, 'k6');
};
