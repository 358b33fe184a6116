/** The scoring endpoint of the benchmarks, as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A running target, and what it saw. */
export type Target = {
  /** Where the load goes. */
  readonly url: string;
  /** Forgets all requests so far; from now on each answer waits this long. */
  readonly reset: (delayMs?: number) => Promise<void>;
  /** Requests since the last reset. */
  readonly served: () => Promise<number>;
  /** Moments of these requests, in ms since the target's start, ascending. */
  readonly arrivalsMs: () => Promise<number[]>;
  readonly stop: () => Promise<void>;
};

const millisecondsIn = (lines: string): number[] =>
  lines
    .trim()
    .split('\n')
    .map((ns) => Number(ns) / 1e6)
    .sort((a, b) => a - b);

/** Starts the program on a free port of loopback, in a session of its own, as the generators are. */
export const startTarget = async (program: string): Promise<Target> => {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const ended = once(child, 'close');
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const base = `http://127.0.0.1:${Number(port.toString())}`;
  const ask = async (path: string): Promise<string> => (await fetch(`${base}${path}`)).text();
  return {
    url: `${base}/score`,
    reset: async (delayMs = 0) => {
      await ask(`/reset/${delayMs}`);
    },
    served: async () => Number(await ask('/served')),
    arrivalsMs: async () => millisecondsIn(await ask('/arrivals')),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
};
