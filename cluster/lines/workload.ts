import type { WorkloadLine } from '../../runs/schema/cluster-series.ts';
import { nameOf, type RawWorkload } from './raw.ts';

const toWorkloadLine = (kind: WorkloadLine['kind'], raw: RawWorkload, atMs: number): WorkloadLine => ({
  kind,
  atMs,
  name: nameOf(raw),
  desired: raw.spec?.replicas ?? 1,
  current: raw.status?.replicas ?? 0,
  ready: raw.status?.readyReplicas ?? 0,
  available: raw.status?.availableReplicas ?? 0,
  deleted: false,
});

/** The replica counts of a Deployment. A missing spec.replicas means 1, a missing count 0: apps/v1's own defaults. */
export const toDeploymentLine = (raw: RawWorkload, atMs: number): WorkloadLine =>
  toWorkloadLine('deployment', raw, atMs);

/** The replica counts of a ReplicaSet: one revision of a Deployment. */
export const toReplicaSetLine = (raw: RawWorkload, atMs: number): WorkloadLine =>
  toWorkloadLine('replicaSet', raw, atMs);
