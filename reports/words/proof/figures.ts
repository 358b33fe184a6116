import type { ComparedFigure } from '../../../runs/schema/comparison.ts';
import type { VerifiedLine } from '../../../runs/schema/verification.ts';

/** What the figures of a prediction are called, wherever they stand: in the advice, and in its proof. */
export const figureNames: Readonly<Record<VerifiedLine['figure'], string>> = {
  errorShare: 'requests that fail',
  rejectedShare: '503 or 429',
  timedOutShare: '504 or timeout',
  p50Latency: 'p50 latency',
  p95Latency: 'p95 latency',
  p99Latency: 'p99 latency',
  meanReplicas: 'mean replicas',
  mostReplicas: 'most replicas',
  secondsToRecover: 'errors end after',
};

/** What the figures of a comparison are called. */
export const comparedNames: Readonly<Record<ComparedFigure, string>> = {
  ...figureNames,
  serviceTime: 'typical service time',
  startupLag: 'typical start-up',
  routerOverhead: 'router overhead',
};
