import type { LoadLine } from '../../runs/schema/load-series.ts';
import type { K6End } from '../generator/process.ts';
import type { AskAgain } from './ask-again.ts';
import type { RunnerFate } from './ledger.ts';

/** How a runner came to its end, as far as the place where it ran can tell. */
export type RunnerEnded = RunnerFate & {
  /** Exit code, signal and last words of its k6. */
  readonly k6: K6End;
  /** Lines that could not be read. */
  readonly brokenLines: number;
};

/** One of several generators, wherever it runs. It fires nothing before it is told its start. */
export type Runner = {
  /** The whole second at which the plan begins, the same for all. */
  readonly start: (atMs: number) => void;
  /** Sends lines again that never came, as far as it has kept them. */
  readonly again: AskAgain;
  /** Nothing new starts, requests in flight may finish. */
  readonly stop: () => void;
  /** What is in flight is cut. */
  readonly cut: () => void;
  /** Ends it at once, with nothing said. */
  readonly kill: () => void;
  readonly ended: Promise<RunnerEnded>;
};

/** Starts one runner; its lines go to the given function, in whatever order and as often as they come. */
export type LaunchRunner = (index: number, onLine: (line: LoadLine) => void) => Runner;
