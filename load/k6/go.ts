import { type Refusal, runCommand } from './command.ts';

/** What k6's own go.mod asks for. */
const oldestGo = { major: 1, minor: 25 };

const questionTimeLimitMs = 60_000;

/** A first build of k6 downloads 400 MB of modules and takes two cores two minutes; slow machines get plenty. */
const buildTimeLimitMs = 30 * 60_000;

/**
 * What makes two builds the same: go.sum is the law, no C compiler, this machine's platform, no workspace and no
 * flags of the user's own.
 */
const reproducible = ({
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
export const goVersionIn = async (
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | Refusal> => {
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

/** A package to build with Go. */
type GoBuild = {
  /** The module's folder. */
  readonly folder: string;
  /** The package, seen from the module: "./cmd/k6", or one that its go.mod requires. */
  readonly target: string;
  /** Absolute path of the binary. */
  readonly output: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Another platform than this machine's, in Go's words. */
  readonly platform?: { readonly GOOS: string; readonly GOARCH: string };
};

/** Builds a package of one of Headroom's own modules, the same bytes for the same Go and sources. */
export const goBuild = async (build: GoBuild): Promise<Refusal | null> => {
  const result = await runCommand(
    'go',
    ['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', build.output, build.target],
    {
      folder: build.folder,
      environment: { ...reproducible(build.environment), ...build.platform },
      timeLimitMs: buildTimeLimitMs,
    },
  );
  return 'reason' in result ? { ...result, fix: 'let go reach a module proxy: see `go env GOPROXY`' } : null;
};

/**
 * Adds modules in exactly the given versions to a module's go.mod and go.sum. What go.sum has stays: Go refuses a
 * download that differs from it, and checks new ones against its checksum database.
 */
export const goGet = async (
  folder: string,
  modules: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Refusal | null> => {
  const result = await runCommand('go', ['get', ...modules], {
    folder,
    environment: { ...reproducible(environment), GOFLAGS: '-mod=mod' },
    timeLimitMs: buildTimeLimitMs,
  });
  return 'reason' in result
    ? { ...result, fix: 'check the modules in k6.extensions and their versions, and that go reaches them' }
    : null;
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
