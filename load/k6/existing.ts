import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { executableName, type Machine } from './cache.ts';
import type { Refusal } from './command.ts';
import { pinnedK6Version, tryK6, type UsableK6 } from './version.ts';

export type NamedK6 = UsableK6 & { readonly source: 'HEADROOM_K6' | 'config' };

/**
 * The k6 that a person named, if any. It is used or it is an error: to fall back would run another k6 than they think.
 *
 * @throws HeadroomError E_K6_MISSING when the named file is not a k6 v2
 */
export const namedK6 = async (
  configuredPath: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<NamedK6 | null> => {
  const fromEnvironment = environment['HEADROOM_K6'];
  const path = fromEnvironment || configuredPath;
  if (!path) return null;
  const result = await tryK6(resolve(path), environment);
  if ('path' in result) return { ...result, source: fromEnvironment ? 'HEADROOM_K6' : 'config' };
  throw new HeadroomError('E_K6_MISSING', {
    what: `the k6 that was named can't be used: ${result.reason}`,
    where: fromEnvironment ? `HEADROOM_K6=${path}` : `k6.path in the config: ${path}`,
    fix: `name a k6 v2 binary, or none: Headroom then looks on PATH and gets k6 ${pinnedK6Version} by itself`,
  });
};

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** The first k6 on PATH that Headroom can use; those that are too old, or lack an extension, are passed over. */
export const k6OnPath = async (
  machine: Machine,
  extensions: readonly string[],
): Promise<UsableK6 | Refusal> => {
  const { environment } = machine;
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  const reasons: string[] = [];
  for (const folder of folders) {
    const path = resolve(folder, executableName(machine));
    if (!(await isExecutable(path))) continue;
    const result = await tryK6(path, environment, extensions);
    if ('path' in result) return result;
    reasons.push(result.reason);
  }
  return {
    reason: reasons.join('; ') || 'no k6 in its folders',
    fix: 'install k6 v2: https://grafana.com/docs/k6/latest/set-up/install-k6/',
  };
};
