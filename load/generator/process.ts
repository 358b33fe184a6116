import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import type { K6Script } from '../../config/bundle/k6-script.ts';
import { descriptors, type K6Command } from './command.ts';

/** How a process ended, with its last words. */
export type K6End = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  /** What it printed on standard output: of k6's own nothing, so it is the summary of a script that makes one. */
  readonly printed: string;
};

/** A running k6 and the ends of its descriptors. */
type K6Process = {
  readonly pid: number;
  readonly stream: Readable;
  /** Writes one order; one to a process that has gone is nothing. */
  readonly order: (order: 'stop' | 'cut' | `start ${number}`) => void;
  readonly kill: () => void;
  readonly ended: Promise<K6End>;
};

/** The last words of k6 that an error may need; its log goes to a file. */
const outputCharactersMax = 4000;

/** A script's own summary may be a long one. */
const printedCharactersMax = 200_000;

const printedBy = (child: ChildProcess): (() => string) => {
  let head = '';
  child.stdout?.on('data', (text: string) => {
    if (head.length < printedCharactersMax) head += text;
  });
  return () => head;
};

const lastWordsOf = (child: ChildProcess): (() => string) => {
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-outputCharactersMax);
    });
  }
  return () => tail;
};

/** Writes all of a text and closes. A process that leaves before it has read it says why by its own end. */
const give = (end: Duplex, text: string): void => {
  end.on('error', () => end.destroy());
  end.end(text);
};

type K6Input = {
  /** The bundled script, and the folder of the user's file, in which k6 runs. */
  readonly script: Pick<K6Script, 'text' | 'folder'>;
  /** Plan and secrets, one JSON document. */
  readonly document: string;
  readonly environment: NodeJS.ProcessEnv;
};

/** Ends the whole process group. One that is gone already needs no signal. */
const killGroup = (child: ChildProcess): void => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

/**
 * Starts k6 in a process group of its own. So a Ctrl-C on the terminal reaches the tool alone, which lets k6 finish what
 * is in flight. Script, plan and secrets reach k6 by descriptors. The end of the control descriptor tells it that the
 * tool is gone.
 */
export const startK6 = (command: K6Command, { script, document, environment }: K6Input): K6Process => {
  const child = spawn(command.file, command.arguments, {
    cwd: script.folder,
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const output = lastWordsOf(child);
  const printed = printedBy(child);
  const ended = new Promise<K6End>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, output: error.message, printed: '' }));
    child.once('close', (code, signal) => resolve({ code, signal, output: output(), printed: printed() }));
  });
  const ends = child.stdio as readonly unknown[] as readonly Duplex[];
  const [plan, control, stream] = [
    ends[descriptors.plan]!,
    ends[descriptors.control]!,
    ends[descriptors.stream]!,
  ];
  give(ends[0]!, script.text);
  give(plan, document);
  control.on('error', () => control.destroy());
  return {
    pid: child.pid ?? -1,
    stream,
    order: (order) => {
      if (control.writable) control.write(`${order}\n`);
    },
    kill: () => killGroup(child),
    ended: ended.finally(() => control.destroy()),
  };
};
