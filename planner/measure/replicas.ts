import type { Timeline } from '../../runs/schema/result/timeline.ts';
import { replicasOnGrid } from '../timeline/cluster-grid.ts';
import { plannedSecondsOf } from '../timeline/planned-rate.ts';
import type { Recorded } from '../timeline/recording.ts';

/** Replicas over the planned load; null where the cluster could not be read. */
type MeasuredReplicas = {
  /** Ready ones, mean over the time in which they are known. */
  readonly meanReady: number | null;
  /** The most at one moment. */
  readonly mostReady: number | null;
  readonly mostDesired: number | null;
  /** They were not known at every moment, so the most is a lower bound. */
  readonly isReadyPartly: boolean;
  readonly isDesiredPartly: boolean;
};

/** Replicas come and go at any moment, and intervals of their mean are narrow: whole seconds would be too coarse. */
const gridStepMs = 100;

const mostOf = (counts: readonly number[]): number | null =>
  counts.length === 0 ? null : counts.reduce((most, count) => Math.max(most, count));

/**
 * Replicas over the planned load, as the simulation counts them: the mean over time, and the most at once. Read in the
 * middle of each step of 0.1 s, so that changes inside a step cancel out.
 */
export const measureReplicas = ({ run, cluster, timeline }: Recorded): MeasuredReplicas => {
  const seconds = Math.min(plannedSecondsOf(run.phases), timeline.seconds);
  const steps = Math.ceil((seconds * 1000) / gridStepMs);
  const fromMs = timeline.startedAtMs - gridStepMs / 2;
  const grid = replicasOnGrid(cluster, { fromMs, stepMs: gridStepMs, steps });
  const ready = grid.map((counts) => counts.ready).filter((count) => count !== null);
  const desired = grid.map((counts) => counts.desired).filter((count) => count !== null);
  return {
    meanReady: ready.length === 0 ? null : ready.reduce((sum, count) => sum + count, 0) / ready.length,
    mostReady: mostOf(ready),
    mostDesired: mostOf(desired),
    isReadyPartly: ready.length > 0 && ready.length < grid.length,
    isDesiredPartly: desired.length > 0 && desired.length < grid.length,
  };
};

/** Replicas that are first seen later may have been raised by the load itself: most autoscalers look each 10 to 30 s. */
const startSecondsMost = 10;

/**
 * Replicas that were ready when the load began: where an earlier load had raised them they still stand, and serve more than
 * the minimum does. undefined: nobody saw them in the first 10 s.
 */
export const readyAtStart = ({ cluster }: Pick<Timeline, 'cluster'>): number | undefined =>
  cluster.ready.slice(0, startSecondsMost).find((ready) => ready !== null) ?? undefined;
