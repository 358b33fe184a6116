import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';
import { HeadroomError } from '../../errors/headroom-error.ts';
import type { Machine } from './cache.ts';
import type { Refusal } from './command.ts';
import { moduleFolder } from './module-source.ts';
import { pinnedK6Version, tryK6, type UsableK6 } from './version.ts';

/** A k6 that a person named, and where they did. */
type NamedK6 = UsableK6 & { readonly source: 'HEADROOM_K6' | 'config' };

type NamingOptions = {
  readonly configuredPath: string | undefined;
  readonly extensions: readonly string[];
};

/**
 * The k6 that a person named, if any. It is used or it is an error: to fall back would run another k6 than they think.
 *
 * @throws HeadroomError E_K6_MISSING when the named file is not a k6 v2 with Headroom's module and the extensions
 */
export const namedK6 = async (
  { configuredPath, extensions }: NamingOptions,
  environment: NodeJS.ProcessEnv,
): Promise<NamedK6 | null> => {
  const fromEnvironment = environment['HEADROOM_K6'];
  const path = fromEnvironment || configuredPath;
  if (!path) return null;
  const result = await tryK6(resolve(path), environment, extensions);
  if ('path' in result) return { ...result, source: fromEnvironment ? 'HEADROOM_K6' : 'config' };
  throw new HeadroomError('E_K6_MISSING', {
    what: `the k6 that was named can't be used: ${result.reason}`,
    where: fromEnvironment ? `HEADROOM_K6=${path}` : `k6.path in the config: ${path}`,
    fix: `name none: Headroom then gets its own k6. Or build one that has the module: xk6 build ${pinnedK6Version} --with headroom.example/k6=${moduleFolder}`,
  });
};

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** The first k6 on PATH that Headroom can use; those without its module, or without an extension, are passed over. */
export const k6OnPath = async (
  { environment }: Machine,
  extensions: readonly string[],
): Promise<UsableK6 | Refusal> => {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  const reasons: string[] = [];
  for (const folder of folders) {
    const path = resolve(folder, 'k6');
    if (!(await isExecutable(path))) continue;
    const result = await tryK6(path, environment, extensions);
    if ('path' in result) return result;
    reasons.push(result.reason);
  }
  return { reason: reasons.join('; ') || 'no k6 in its folders' };
};
