import type { WorkloadLine } from '../../runs/schema/cluster-series.ts';
import { replicasKeptBy } from '../write/gitops.ts';
import { nameOf, type RawWorkload, uidOf } from './raw.ts';

const toLine = (kind: WorkloadLine['kind'], raw: RawWorkload, atMs: number): WorkloadLine => {
  const keptBy = replicasKeptBy(raw);
  return {
    kind,
    atMs,
    name: nameOf(raw),
    ...(kind !== 'replicaSet' && uidOf(raw)),
    desired: raw.spec?.replicas ?? 1,
    current: raw.status?.replicas ?? 0,
    ready: raw.status?.readyReplicas ?? 0,
    available: raw.status?.availableReplicas ?? 0,
    ...(keptBy.length > 0 && { replicasKeptBy: [...keptBy] }),
    deleted: false,
  };
};

/** The replica counts of a Deployment. A missing spec.replicas means 1, a missing count 0: apps/v1's own defaults. */
export const toDeploymentLine = (raw: RawWorkload, atMs: number): WorkloadLine =>
  toLine('deployment', raw, atMs);

/** The replica counts of a ReplicaSet: one revision of a Deployment. */
export const toReplicaSetLine = (raw: RawWorkload, atMs: number): WorkloadLine =>
  toLine('replicaSet', raw, atMs);

/**
 * The replica counts of anything else with a scale subresource. StatefulSets and Argo Rollouts have the names of apps/v1
 * for them, and its default.
 */
export const toWorkloadLine =
  (object: NonNullable<WorkloadLine['object']>) =>
  (raw: RawWorkload, atMs: number): WorkloadLine => ({ ...toLine('workload', raw, atMs), object });
