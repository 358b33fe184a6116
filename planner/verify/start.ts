import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { VerifiedStart } from '../../runs/schema/verification.ts';
import { startPolicy } from '../policies/index.ts';
import { type ReplicaCounts, replicasOnGrid } from '../timeline/cluster-grid.ts';

/**
 * Replicas with which a prediction begins, all of them ready: what the simulated rule keeps without load, which is its
 * minimum or its fixed number. 0 for a service that is scaled to zero.
 */
export const predictedReplicas = (settings: PolicySettings): number => startPolicy(settings).desiredReplicas;

/**
 * What keeps a cluster from standing where a prediction begins, wanted = ready = that number and none on its way:
 * some are missing (`starting`), or there or wanted beyond it (`surplus`). null: it stands there.
 *
 * @param counts with known ready ones; wanted ones that can't be read count as right
 */
export const obstacleOf = (
  { desired, ready, pending }: ReplicaCounts,
  replicas: number,
): 'starting' | 'surplus' | null => {
  const wanted = desired ?? replicas;
  if ((ready ?? 0) < replicas || wanted < replicas) return 'starting';
  return wanted > replicas || (ready ?? 0) + (pending ?? 0) > replicas ? 'surplus' : null;
};

/**
 * With how many replicas the prediction and the re-run began: ready ones and those on their way at the moment of the
 * first planned arrival. null where the cluster could not be read then.
 *
 * @param startedAtMs of the load, tool's clock
 */
export const startOf = (
  settings: PolicySettings,
  cluster: readonly ClusterLine[],
  startedAtMs: number,
): VerifiedStart | null => {
  const [counts] = replicasOnGrid(cluster, { fromMs: startedAtMs - 1, stepMs: 1, steps: 1 });
  if (counts?.ready == null) return null;
  const measuredReplicas = counts.ready + (counts.pending ?? 0);
  return { predictedReplicas: predictedReplicas(settings), measuredReplicas, seenBy: 'watch' };
};

/** The start as a person states it; null where nobody does. */
export const statedStart = (settings: PolicySettings, replicas: number | undefined): VerifiedStart | null =>
  replicas === undefined
    ? null
    : { predictedReplicas: predictedReplicas(settings), measuredReplicas: replicas, seenBy: 'statement' };
