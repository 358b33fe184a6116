import { type ErrorDetails, HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { buildK6, type MakeOptions } from './build.ts';
import { cachedK6Path, thisMachine } from './cache.ts';
import type { Refusal } from './command.ts';
import { k6OnPath, namedK6 } from './existing.ts';
import { withLock } from './lock.ts';
import { moduleHash } from './module-source.ts';
import { makeAt } from './place.ts';
import { noteUse, pruneBeside } from './prune.ts';
import { downloadFrom } from './release.ts';
import { tryK6, type UsableK6 } from './version.ts';

/** Where a k6 came from. */
type K6Source = 'HEADROOM_K6' | 'config' | 'PATH' | 'cache' | 'build' | 'release';

/** A k6 that Headroom can drive. */
export type K6 = UsableK6 & { readonly source: K6Source };

/** What is known before k6 is looked for. */
export type FindK6Options = {
  /** `k6.path` of the config. */
  readonly configuredPath?: string | undefined;
  /** `k6.extensions` of the config: Go modules, each with its version. */
  readonly extensions?: readonly string[];
  /** `k6.releases` of the config: where release archives lie. HEADROOM_K6_RELEASES goes before it. */
  readonly releasesUrl?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv;
  /** Told, in a line for people, before each step that takes longer than a moment. */
  readonly onProgress?: (message: string) => void;
};

type Way = {
  readonly source: K6Source;
  readonly name: string;
  readonly attempt: () => Promise<UsableK6 | Refusal>;
};

/** Why each way failed so far; a way that is tried again replaces its reason. */
type Failures = Map<K6Source, ErrorDetails>;

const firstThatWorks = async (ways: readonly Way[], failures: Failures): Promise<K6 | null> => {
  for (const { source, name, attempt } of ways) {
    const result = await attempt().catch((error: unknown): Refusal => ({ reason: messageOf(error) }));
    if ('path' in result) return { ...result, source };
    const { reason, ...fix } = result;
    failures.set(source, { what: `${name}: ${reason}`, ...fix });
  }
  return null;
};

type WaysOptions = Omit<MakeOptions, 'folder'> & { readonly releasesUrl: string | undefined };

const waysOf = async ({ releasesUrl, ...making }: WaysOptions) => {
  const { machine, extensions } = making;
  const { environment } = machine;
  const target = cachedK6Path(machine, { moduleHash: await moduleHash(), extensions });
  const onPath: Way = { source: 'PATH', name: 'PATH', attempt: () => k6OnPath(machine, extensions) };
  const inCache: Way = {
    source: 'cache',
    name: 'cache',
    attempt: () => tryK6(target, environment, extensions),
  };
  const build: Way = {
    source: 'build',
    name: 'build with Go',
    attempt: () => makeAt(target, buildK6, making),
  };
  const release: Way = {
    source: 'release',
    name: 'release download',
    attempt: () => makeAt(target, downloadFrom(environment['HEADROOM_K6_RELEASES'] || releasesUrl), making),
  };
  return { onPath, inCache, build, release, lockPath: `${target}.lock` };
};

const refuseWindows = (platform: NodeJS.Platform): void => {
  if (platform !== 'win32') return;
  throw new HeadroomError('E_K6_MISSING', {
    what: "Headroom's load generator runs on Linux and macOS, not on Windows",
    fix: 'run Headroom inside WSL: https://learn.microsoft.com/windows/wsl/install',
  });
};

/**
 * The k6 to run, by the first of these ways that works: the file named by HEADROOM_K6 or the config; a k6 on PATH;
 * Headroom's cache; a build with Go; a download of Headroom's release. It must be k6 v2 with Headroom's module of this
 * version and every extension in its version. The last two ways fill the cache, once, however many processes ask.
 *
 * @throws HeadroomError E_K6_MISSING with the reason why each way failed, or E_DISK
 */
export const findK6 = async (options: FindK6Options = {}): Promise<K6> => {
  const { configuredPath, extensions = [], environment = process.env, onProgress = () => {} } = options;
  const machine = thisMachine(environment);
  refuseWindows(machine.platform);
  const named = await namedK6({ configuredPath, extensions }, environment);
  if (named !== null) return named;

  const failures: Failures = new Map([
    ['HEADROOM_K6', { what: 'HEADROOM_K6 and k6.path in the config: not set' }],
  ]);
  const { releasesUrl } = options;
  const ways = await waysOf({ machine, extensions, onProgress, releasesUrl });
  const { onPath, inCache, build, release, lockPath } = ways;
  const found = await firstThatWorks([onPath, inCache], failures);
  if (found?.source === 'cache') await noteUse(found.path, Date.now());
  if (found !== null) return found;

  const onWait = () => onProgress('waiting for another headroom, which is getting k6');
  const made = await withLock(lockPath, () => firstThatWorks([inCache, build, release], failures), {
    onWait,
  });
  if (made === null) throw new HeadroomError('E_K6_MISSING', [...failures.values()]);
  await pruneBeside(made.path, Date.now());
  return made;
};
