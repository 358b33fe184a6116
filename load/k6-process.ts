import { type ChildProcess, spawn } from 'node:child_process';

export type K6Command = { readonly file: string; readonly arguments: readonly string[] };

export type K6Paths = {
  readonly k6: string;
  readonly bundle: string;
  readonly options: string;
  readonly log: string;
};

/** The k6 command line. It holds paths only: all that may be secret goes through the environment. */
export const k6CommandOf = (paths: K6Paths, telemetryArguments: readonly string[]): K6Command => ({
  file: paths.k6,
  arguments: [
    'run',
    ...telemetryArguments,
    '--quiet',
    `--log-output=file=${paths.log}`,
    `--config=${paths.options}`,
    paths.bundle,
  ],
});

export type K6End = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
};

export type K6Process = {
  readonly pid: number;
  /** Cuts what is in flight: only for a load that has drained, or to give up on one. */
  readonly interrupt: () => void;
  readonly kill: () => void;
  readonly ended: Promise<K6End>;
};

/** The last words of k6 that an error may need; its log goes to a file. */
const stderrCharactersMax = 4000;

const collect = (child: ChildProcess): (() => string) => {
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-stderrCharactersMax);
    });
  }
  return () => tail;
};

/**
 * Starts k6 in a process group of its own: a Ctrl-C on the terminal reaches the tool alone, which then lets k6
 * finish what is in flight. Should the tool be killed, k6's control scenario notices and ends the load.
 */
export const startK6 = (command: K6Command, environment: NodeJS.ProcessEnv): K6Process => {
  const child = spawn(command.file, command.arguments, {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output = collect(child);
  const ended = new Promise<K6End>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stderr: output() }));
  });
  return {
    pid: child.pid ?? -1,
    interrupt: () => child.kill('SIGINT'),
    kill: () => child.kill('SIGKILL'),
    ended,
  };
};
