import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Refusal, runCommand } from './command.ts';

/** What k6's own go.mod asks for. */
const oldestGo = { major: 1, minor: 25 };

const questionTimeLimitMs = 60_000;

/** A first build of k6 downloads 400 MB of modules and takes two cores two minutes; slow machines get plenty. */
export const buildTimeLimitMs = 30 * 60_000;

/** Headroom's own Go modules: stock k6, and xk6 as a tool. */
export type OwnModule = 'module' | 'xk6-module';

/**
 * What makes two builds the same: go.sum is the law, no C compiler, this machine's platform, no workspace and no
 * flags of the user's own.
 */
export const reproducible = ({
  GOOS: _platform,
  GOARCH: _architecture,
  ...rest
}: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...rest,
  GOFLAGS: '-mod=readonly',
  CGO_ENABLED: '0',
  GOWORK: 'off',
});

/** The version of Go as "go1.26.8", asked in a module's folder, where Go may switch to a newer toolchain by itself. */
const goVersionIn = async (folder: string, environment: NodeJS.ProcessEnv): Promise<string | Refusal> => {
  const answer = await runCommand('go', ['env', 'GOVERSION'], {
    folder,
    environment,
    timeLimitMs: questionTimeLimitMs,
  });
  const needed = `go${oldestGo.major}.${oldestGo.minor}`;
  const fix = `install ${needed} or newer: https://go.dev/dl`;
  if ('reason' in answer) return { ...answer, fix };
  const version = answer.stdout.trim();
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(version) ?? [];
  const isNewEnough = Number(major) === oldestGo.major && Number(minor) >= oldestGo.minor;
  return isNewEnough
    ? version
    : { reason: `Go is ${version || 'of no known version'}, k6 needs ${needed}`, fix };
};

export type GoBuild = {
  readonly module: OwnModule;
  /** The package to build, seen from the module. */
  readonly target: string;
  /** Absolute path of the binary. */
  readonly output: string;
  /** A copy of the module is made in here. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Called with Go's version before the long part. */
  readonly onStart: (goVersion: string) => void;
};

/** Builds a package of one of Headroom's own modules, the same bytes for the same Go. */
export const goBuild = async (build: GoBuild): Promise<Refusal | null> => {
  const folder = join(build.folder, build.module);
  await cp(fileURLToPath(new URL(`./${build.module}/`, import.meta.url)), folder, { recursive: true });
  const version = await goVersionIn(folder, build.environment);
  if (typeof version !== 'string') return version;
  build.onStart(version);
  const result = await runCommand(
    'go',
    ['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', build.output, build.target],
    { folder, environment: reproducible(build.environment), timeLimitMs: buildTimeLimitMs },
  );
  return 'reason' in result ? { ...result, fix: 'let go reach a module proxy: see `go env GOPROXY`' } : null;
};

/** The modules that a Go binary was linked from, as "path version" lines. */
export const modulesIn = async (
  binary: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly string[] | Refusal> => {
  const answer = await runCommand('go', ['version', '-m', binary], {
    environment,
    timeLimitMs: questionTimeLimitMs,
  });
  if ('reason' in answer) return answer;
  return [...answer.stdout.matchAll(/^\tdep\t(\S+)\t(\S+)/gm)].map(
    ([, path, version]) => `${path} ${version}`,
  );
};
