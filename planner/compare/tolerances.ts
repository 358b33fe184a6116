import type { ComparedFigure, Tolerance } from '../../runs/schema/comparison.ts';

/** Tolerances that somebody states, by figure. */
export type Tolerances = Readonly<Partial<Record<ComparedFigure, Tolerance>>>;

/** Tolerances that hold where nobody states another: less is not worth a decision. */
const defaultTolerances: Readonly<Record<ComparedFigure, Tolerance>> = {
  errorShare: { by: 'amount', value: 0.002 },
  rejectedShare: { by: 'amount', value: 0.002 },
  timedOutShare: { by: 'amount', value: 0.002 },
  p50Latency: { by: 'share', value: 0.05 },
  p95Latency: { by: 'share', value: 0.05 },
  p99Latency: { by: 'share', value: 0.1 },
  secondsToRecover: { by: 'amount', value: 2 },
  meanReplicas: { by: 'share', value: 0.05 },
  serviceTime: { by: 'share', value: 0.03 },
  startupLag: { by: 'share', value: 0.1 },
  routerOverhead: { by: 'amount', value: 1 },
};

/** What is not worth a decision: as somebody states it, or by default. */
export const toleranceOf = (figure: ComparedFigure, stated: Tolerances = {}): Tolerance =>
  stated[figure] ?? defaultTolerances[figure];
