import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { type Interrupt, listenForInterrupt } from '../run/interrupt.ts';

/** What is done with a command beside running it. */
type CommandOptions = {
  readonly env: NodeJS.ProcessEnv;
  /** Gets each line that the command prints. */
  readonly note: (line: string) => void;
  /** Asked to stop, the command is asked to end; the second time it is killed. Undefined: signals ask. */
  readonly interrupt: Pick<Interrupt, 'stop' | 'cut'> | undefined;
  /** Called where the program could not be started, so that nothing was changed. */
  readonly onNotStarted: () => Promise<void>;
  /** What to do once a command has failed. */
  readonly fix: string;
};

const linesTo = async (stream: Readable, note: (line: string) => void): Promise<void> => {
  for await (const line of createInterface({ input: stream })) note(line);
};

const notStarted = (cause: unknown, where: string): HeadroomError =>
  new HeadroomError('E_CONFIG', {
    what: `the program of apply.command could not be started: ${messageOf(cause)}`,
    where,
    fix: 'correct apply.command: a path in it counts from the folder in which headroom is run',
    cause,
  });

/** The command has a process group of its own, so that a signal also reaches what it has started. */
const hasGroup = process.platform !== 'win32';

const signalTo = (child: ChildProcess, signal: NodeJS.Signals): void => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  if (hasGroup) process.kill(-child.pid, signal);
  else child.kill(signal);
};

/** Passes a stop on for as long as the command runs. */
const passOn = (child: ChildProcess, { stop, cut }: Pick<Interrupt, 'stop' | 'cut'>): Disposable => {
  const [end, kill] = [() => signalTo(child, 'SIGTERM'), () => signalTo(child, 'SIGKILL')];
  if (stop.aborted) end();
  stop.addEventListener('abort', end, { once: true });
  cut.addEventListener('abort', kill, { once: true });
  return {
    [Symbol.dispose]: () => {
      stop.removeEventListener('abort', end);
      cut.removeEventListener('abort', kill);
    },
  };
};

/**
 * Runs a command to its end and shows what it prints.
 *
 * @param command the program and its arguments
 * @throws HeadroomError E_CONFIG where it can't be started; E_INTERRUPTED where it was ended because a stop was asked for; E_VERIFY
 * where it ends with another code than 0
 */
export const runCommand = async (command: readonly string[], options: CommandOptions): Promise<void> => {
  const { env, note, onNotStarted, fix } = options;
  using heard = options.interrupt === undefined ? listenForInterrupt() : null;
  const interrupt = options.interrupt ?? heard!;
  const [file = '', ...args] = command;
  const where = command.join(' ');
  const child = spawn(file, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: hasGroup,
  });
  using _passing = passOn(child, interrupt);
  const ended = once(child, 'exit').catch(async (cause: unknown) => {
    await onNotStarted();
    throw notStarted(cause, where);
  });
  const printed = Promise.all([linesTo(child.stdout, note), linesTo(child.stderr, note)]);
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  if (code !== 0 && interrupt.stop.aborted) {
    // What it left running may hold the pipes open.
    child.stdout.destroy();
    child.stderr.destroy();
    throw new HeadroomError('E_INTERRUPTED', { what: 'interrupted: apply.command was ended', where });
  }
  await printed;
  if (code === 0) return;
  const how = signal === null ? `it ended with ${code}` : `${signal} ended it`;
  throw new HeadroomError('E_VERIFY', { what: `apply.command failed: ${how}`, where, fix });
};
