import type { ComparedFigure, Difference } from '../../runs/schema/comparison.ts';
import type { Result } from '../../runs/schema/result.ts';
import { measuredFigures } from '../verify/figures.ts';

/** Values of the compared figures, of one run; null where the run has none. */
export type FigureValues = Readonly<Record<ComparedFigure, number | null>>;

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
};

/** What a recorded run comes to: the same values as in its report. */
export const figuresOfRun = (result: Result): FigureValues => {
  const { mostReplicas: _, ...figures } = measuredFigures(result);
  return figures;
};
