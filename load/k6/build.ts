import { join } from 'node:path';
import { executableName, type Machine } from './cache.ts';
import { type Refusal, runCommand } from './command.ts';
import { buildTimeLimitMs, goBuild, modulesIn, reproducible } from './go.ts';
import { pinnedK6Version } from './version.ts';

export type MakeOptions = {
  readonly machine: Machine;
  readonly extensions: readonly string[];
  /** An empty folder to work in; the caller removes it. */
  readonly folder: string;
  readonly onProgress: (message: string) => void;
};

/** A k6 binary just made, not yet in its place. */
export type Made = { readonly path: string };

const buildStock = ({ machine, folder, onProgress }: MakeOptions, output: string): Promise<Refusal | null> =>
  goBuild({
    module: 'module',
    target: '.',
    output,
    folder,
    environment: machine.environment,
    onStart: (go) => onProgress(`building k6 ${pinnedK6Version} with ${go} (once, about two minutes)`),
  });

/** k6 is linked with an extension for another of its major versions without complaint, but never sees it. */
const refuseOtherK6 = async (binary: string, environment: NodeJS.ProcessEnv): Promise<Refusal | null> => {
  const modules = await modulesIn(binary, environment);
  if ('reason' in modules) return modules;
  const other = modules.find((module) => /^go\.k6\.io\/k6(\/v(?!2 )\d+)? /.test(module));
  return other === undefined
    ? null
    : {
        reason: `an extension is made for ${other}: k6 ${pinnedK6Version} would not see it`,
        fix: 'name a version of the extension that is made for k6 v2 in k6.extensions',
      };
};

const buildWithExtensions = async (options: MakeOptions, output: string): Promise<Refusal | null> => {
  const { folder, extensions, onProgress } = options;
  const { environment } = options.machine;
  const xk6 = join(folder, 'xk6');
  const refusal = await goBuild({
    module: 'xk6-module',
    target: 'go.k6.io/xk6',
    output: xk6,
    folder,
    environment,
    onStart: (go) => onProgress(`building xk6 with ${go} (half a minute)`),
  });
  if (refusal !== null) return refusal;
  onProgress(`building k6 ${pinnedK6Version} with ${extensions.join(', ')} (once, about two minutes)`);
  const withExtensions = extensions.map((extension) => `--with=${extension}`);
  const built = await runCommand(
    xk6,
    ['build', pinnedK6Version, '--verbose', `--output=${output}`, ...withExtensions],
    { folder, environment: reproducible(environment), timeLimitMs: buildTimeLimitMs },
  );
  return 'reason' in built
    ? { ...built, fix: 'check the modules in k6.extensions and their versions, and that go reaches them' }
    : refuseOtherK6(output, environment);
};

/**
 * Builds k6 with the Go of this machine from a module of Headroom's own, in which go.sum pins every dependency; with
 * extensions, by an xk6 that is pinned the same way. Needs a Go module proxy or a filled module cache.
 */
export const buildK6 = async (options: MakeOptions): Promise<Made | Refusal> => {
  const path = join(options.folder, executableName(options.machine));
  const build = options.extensions.length === 0 ? buildStock : buildWithExtensions;
  return (await build(options, path)) ?? { path };
};
