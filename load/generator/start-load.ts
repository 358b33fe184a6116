import type { K6Script } from '../../config/k6-script.ts';
import type { LoadPlan, PlanDocument } from '../../runs/schema/load-plan.ts';
import type { LoadEnd, LoadLine } from '../../runs/schema/load-series.ts';
import { type K6Paths, k6CommandOf, k6EnvironmentOf } from './command.ts';
import { type K6End, startK6 } from './process.ts';
import { readLines, type StreamEnd } from './read-lines.ts';

type LoadOptions = {
  readonly paths: K6Paths;
  /** The bundled script. */
  readonly script: K6Script;
  readonly document: PlanDocument;
  /** Whole lines of the stream as they came. */
  readonly onText: (text: string) => void;
  readonly onLine: (line: LoadLine) => void;
};

/** How a load ended, as far as it is known. */
export type LoadEnded = {
  readonly k6: K6End;
  readonly stream: StreamEnd;
  /** The generator's own last line; null where it never came. */
  readonly end: LoadEnd | null;
  /** Why the tool killed k6; null where it did not. */
  readonly killed: string | null;
};

type RunningLoad = AsyncDisposable & {
  readonly pid: number;
  /** Ends the load: nothing new starts, requests in flight finish and are counted. */
  readonly stop: () => void;
  /** Ends the load at once: what is in flight is cut, and counted as canceled. */
  readonly cut: () => void;
  readonly ended: Promise<LoadEnded>;
};

/** Milliseconds after which k6 is killed: it has hung, or was stopped by a signal. */
const patienceMs = { start: 180_000, beyondPlan: 15_000, beyondGrace: 5_000, cut: 4_000 } as const;

const planMs = ({ phases, limits }: LoadPlan): number =>
  ((phases.at(-1)?.toSecond ?? 0) + limits.graceSeconds) * 1000;

/**
 * Runs k6 with its plan and reads its stream. However k6 behaves, the load comes to an end: it is killed when it does
 * not start, does not stop, or goes on long after its plan.
 */
export const startLoad = ({ paths, script, document, onText, onLine }: LoadOptions): RunningLoad => {
  const { plan, secret } = document;
  const k6 = startK6(k6CommandOf(paths, script.exports), {
    script,
    document: JSON.stringify(document),
    environment: k6EnvironmentOf(process.env, Object.keys(secret.secrets)),
  });
  let end: LoadEnd | null = null;
  let killed: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  const killAfter = (delayMs: number, why: string): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      killed = why;
      k6.kill();
    }, delayMs);
  };
  killAfter(patienceMs.start, `the load had not begun after ${patienceMs.start / 1000} s`);
  const lines = readLines(k6.stream, {
    onText,
    onLine: (line) => {
      if (line.kind === 'header')
        killAfter(planMs(plan) + patienceMs.beyondPlan, 'k6 went on long after its plan');
      if (line.kind === 'end') end = line;
      onLine(line);
    },
  });
  const ended = Promise.all([k6.ended, lines]).then(([process, stream]) => {
    clearTimeout(timer);
    return { k6: process, stream, end, killed };
  });
  return {
    pid: k6.pid,
    stop: () => {
      k6.order('stop');
      killAfter(plan.limits.graceSeconds * 1000 + patienceMs.beyondGrace, 'k6 did not stop when told to');
    },
    cut: () => {
      k6.order('cut');
      killAfter(patienceMs.cut, 'k6 did not cut the load when told to');
    },
    ended,
    [Symbol.asyncDispose]: async () => {
      k6.kill();
      await ended;
    },
  };
};
