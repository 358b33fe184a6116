import type { ComparedFigure, Difference, OutcomeFigure } from '../../runs/schema/comparison.ts';
import type { Result } from '../../runs/schema/result.ts';
import { measuredFigures } from '../verify/figures.ts';

/** What one run came to; null where the run has no such figure. */
export type OutcomeValues = Readonly<Record<OutcomeFigure, number | null>>;

/** One figure of those runs that have it. */
export const valuesOf = (runs: readonly OutcomeValues[], figure: OutcomeFigure): number[] =>
  runs.flatMap((values) => values[figure] ?? []);

/** In what each figure is told. */
export const unitOf: Readonly<Record<ComparedFigure, Difference['unit']>> = {
  errorShare: 'share',
  rejectedShare: 'share',
  timedOutShare: 'share',
  p50Latency: 'millisecond',
  p95Latency: 'millisecond',
  p99Latency: 'millisecond',
  secondsToRecover: 'second',
  meanReplicas: 'replica',
  serviceTime: 'millisecond',
  startupLag: 'millisecond',
  routerOverhead: 'millisecond',
};

/** What a recorded run comes to: the same values as in its report. */
export const figuresOfRun = (result: Result): OutcomeValues => {
  const { mostReplicas: _, ...figures } = measuredFigures(result);
  return figures;
};
