import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { executableName, type Machine } from './cache.ts';
import { type CommandResult, runCommand } from './command.ts';
import { pinnedK6Version, type Refusal } from './version.ts';

export type MakeOptions = {
  readonly machine: Machine;
  readonly extensions: readonly string[];
  /** An empty folder to work in; the caller removes it. */
  readonly folder: string;
  readonly onProgress: (message: string) => void;
};

/** A k6 binary just made, not yet in its place. */
export type Made = { readonly path: string };

/** What k6's own go.mod asks for. */
const oldestGo = { major: 1, minor: 25 };

const goVersionTimeLimitMs = 60_000;

/** A first build downloads 400 MB of modules and takes two minutes of two cores; slow machines get plenty. */
const buildTimeLimitMs = 30 * 60_000;

const moduleFolder = (name: 'module' | 'xk6-module'): string =>
  fileURLToPath(new URL(`./${name}/`, import.meta.url));

/**
 * What makes two builds the same: go.sum is the law, no C compiler, this machine's platform, no workspace and no
 * flags of the user's own.
 */
const reproducible = ({
  GOOS: _os,
  GOARCH: _architecture,
  ...rest
}: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...rest,
  GOFLAGS: '-mod=readonly',
  CGO_ENABLED: '0',
  GOWORK: 'off',
});

const goBuild = (folder: string, output: string, target: string, environment: NodeJS.ProcessEnv) =>
  runCommand('go', ['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', output, target], {
    folder,
    environment: reproducible(environment),
    timeLimitMs: buildTimeLimitMs,
  });

/** The version of Go, asked inside the module, where Go may switch to a newer toolchain by itself. */
const goVersionIn = async (folder: string, environment: NodeJS.ProcessEnv): Promise<CommandResult> => {
  const answer = await runCommand('go', ['env', 'GOVERSION'], {
    folder,
    environment,
    timeLimitMs: goVersionTimeLimitMs,
  });
  if (!answer.ok) return answer;
  const version = answer.stdout.trim();
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(version) ?? [];
  const isOld = Number(major) < oldestGo.major || Number(minor) < oldestGo.minor;
  return isOld || major === undefined
    ? { ok: false, reason: `${version} is too old; k6 needs go${oldestGo.major}.${oldestGo.minor}` }
    : { ok: true, stdout: version };
};

const buildStock = async (options: MakeOptions, output: string): Promise<CommandResult> => {
  const source = join(options.folder, 'module');
  await cp(moduleFolder('module'), source, { recursive: true });
  const go = await goVersionIn(source, options.machine.environment);
  if (!go.ok) return go;
  options.onProgress(`building k6 ${pinnedK6Version} with ${go.stdout} (once, about two minutes)`);
  return goBuild(source, output, '.', options.machine.environment);
};

/** k6 links an extension of another major version, but never activates it: the script then fails on its import. */
const refuseForeignK6 = async (binary: string, environment: NodeJS.ProcessEnv): Promise<CommandResult> => {
  const modules = await runCommand('go', ['version', '-m', binary], {
    environment,
    timeLimitMs: goVersionTimeLimitMs,
  });
  if (!modules.ok) return modules;
  const foreign = /^\s+dep\s+(go\.k6\.io\/k6(?:\/v\d+)?)\s+(v\S+)/gm;
  const wrong = [...modules.stdout.matchAll(foreign)].find(([, path]) => path !== 'go.k6.io/k6/v2');
  return wrong
    ? {
        ok: false,
        reason: `an extension is made for ${wrong[1]} ${wrong[2]}, which k6 ${pinnedK6Version} can't load`,
      }
    : modules;
};

const buildWithExtensions = async (options: MakeOptions, output: string): Promise<CommandResult> => {
  const { folder, extensions, onProgress } = options;
  const { environment } = options.machine;
  const source = join(folder, 'xk6-module');
  await cp(moduleFolder('xk6-module'), source, { recursive: true });
  const go = await goVersionIn(source, environment);
  if (!go.ok) return go;
  onProgress(`building xk6 with ${go.stdout} (half a minute)`);
  const xk6 = join(folder, 'xk6');
  const tool = await goBuild(source, xk6, 'go.k6.io/xk6', environment);
  if (!tool.ok) return tool;
  onProgress(`building k6 ${pinnedK6Version} with ${extensions.join(', ')} (once, about two minutes)`);
  const k6 = await runCommand(
    xk6,
    [
      'build',
      pinnedK6Version,
      '--verbose',
      `--output=${output}`,
      ...extensions.map((extension) => `--with=${extension}`),
    ],
    { folder, environment: reproducible(environment), timeLimitMs: buildTimeLimitMs },
  );
  return k6.ok ? refuseForeignK6(output, environment) : k6;
};

/**
 * Builds k6 with the Go of this machine from a module of Headroom's own, in which go.sum pins every dependency; with
 * extensions, by an xk6 that is pinned the same way. Needs the Go module proxy or a filled module cache.
 */
export const buildK6 = async (options: MakeOptions): Promise<Made | Refusal> => {
  const path = join(options.folder, executableName(options.machine));
  const build = options.extensions.length === 0 ? buildStock : buildWithExtensions;
  const result = await build(options, path);
  return result.ok ? { path } : { reason: result.reason };
};
