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

export const thisMachine = (environment: NodeJS.ProcessEnv): Machine => ({
  platform: process.platform,
  architecture: process.arch,
  environment,
});

export const executableName = ({ platform }: Machine): string => (platform === 'win32' ? 'k6.exe' : 'k6');

/** Where each operating system wants programs to keep what they can make again. */
const userCacheFolder = ({ platform, environment }: Machine): string => {
  const home = environment['HOME'] || homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  if (platform === 'win32') return environment['LOCALAPPDATA'] || join(home, 'AppData', 'Local');
  const configured = environment['XDG_CACHE_HOME'];
  // The XDG specification has relative paths ignored.
  return configured && isAbsolute(configured) ? configured : join(home, '.cache');
};

/**
 * The place of one k6 in the cache: `<user cache>/headroom/k6/<version>-<hash>/k6`. The hash is over what else makes
 * binaries differ: the platform (home folders are shared between machines) and the extensions in any order.
 */
export const cachedK6Path = (machine: Machine, extensions: readonly string[]): string => {
  const identity = JSON.stringify([machine.platform, machine.architecture, [...extensions].sort()]);
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 12);
  return join(
    userCacheFolder(machine),
    'headroom',
    'k6',
    `${pinnedK6Version}-${hash}`,
    executableName(machine),
  );
};
