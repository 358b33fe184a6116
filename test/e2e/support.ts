import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll } from 'vitest';
import { type RunningSandbox, startSandboxProcess } from '../../cli/sandbox/sandbox-process.ts';
import { launcherPath } from '../../cli/version.ts';
import { exit } from '../../errors/exit-codes.ts';
import { type Result, resultSchema } from '../../runs/schema/result.ts';
import type { SandboxOptions } from '../../runs/schema/sandbox.ts';
import { k6With } from '../processes.ts';

const cleanups: (() => Promise<void>)[] = [];

// Belongs to the test file that imports this module. Last made, first removed: the sandbox before its folder.
afterAll(async () => {
  for (const clean of cleanups.reverse()) await clean();
});

/** A folder that is gone after the file's tests. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-e2e-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** A sandbox in a process of its own, gone after the file's tests. */
export const sandboxFor = async (folder: string, options: SandboxOptions = {}): Promise<RunningSandbox> => {
  const sandbox = await startSandboxProcess({ kubeconfigFolder: folder, ...options });
  cleanups.push(() => sandbox.end());
  return sandbox;
};

/** Writes k6.config.ts; `source` is the object inside defineConfig( ). */
export const writeConfig = async (folder: string, source: string): Promise<string> => {
  const file = join(folder, 'k6.config.ts');
  await writeFile(
    file,
    `import { defineConfig } from 'kube-headroom';\nexport default defineConfig(${source});\n`,
  );
  return file;
};

/** The run folders in a folder of runs; beside them lies what a load that goes on keeps. */
export const runsIn = async (runs: string): Promise<string[]> =>
  (await readdir(runs)).filter((name) => !name.startsWith('.')).map((name) => join(runs, name));

/** The one run folder that a test has made. */
export const onlyRun = async (runs: string): Promise<string> => (await runsIn(runs))[0] ?? runs;

export const resultOf = async (folder: string): Promise<Result> =>
  resultSchema.parse(JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')));

/** The process id of the one k6 that records into a run folder. */
export const pidOfK6 = async (folder: string): Promise<number> => {
  const [one] = await k6With(join(folder, 'k6.log'));
  if (one === undefined) throw new Error(`no k6 runs for ${folder}`);
  return one.pid;
};

/**
 * Exit codes of a load that the service answered: a machine that is busy with other tests may make the generator late,
 * which costs the verdict. For tests that are about something else than the verdict.
 */
export const answeredCodes: readonly (number | null)[] = [exit.ok, exit.cantTell];

export type CliEnd = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type RunningCli = {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** As Ctrl-C in a terminal: every process of the group gets the signal. The tool must be in a group of its own. */
  readonly killGroup: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<CliEnd>;
  /** Resolves when stderr shows a text. */
  readonly shows: (pattern: RegExp) => Promise<void>;
};

/** Starts the command line tool as a user would; `inOwnGroup` as a shell of a terminal does. */
export const startCli = (
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  { inOwnGroup = false } = {},
): RunningCli => {
  const child = spawn(process.execPath, [launcherPath, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: inOwnGroup,
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const exited = once(child, 'exit');
  const shows = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(stderr)) {
      if (child.exitCode !== null) throw new Error(`the tool ended without showing ${pattern}: ${stderr}`);
      await Promise.race([once(child.stderr, 'data'), exited]);
    }
  };
  const ended = Promise.all([text(child.stdout), once(child, 'close')]).then(([stdout]) => ({
    code: child.exitCode,
    stdout,
    stderr,
  }));
  const pid = child.pid ?? -1;
  return {
    pid,
    kill: (signal) => void child.kill(signal),
    killGroup: (signal) => void process.kill(-pid, signal),
    ended,
    shows,
  };
};

export const runCli = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CliEnd> =>
  startCli(args, environment).ended;
