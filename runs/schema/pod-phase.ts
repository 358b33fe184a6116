import type { PodLine } from './cluster-series.ts';

/**
 * Phases of a pod whose containers have all ended for good: evicted ones are `Failed`. It stays until something deletes it.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase
 */
const endedPhases: ReadonlySet<string | undefined> = new Set(['Succeeded', 'Failed']);

/** Whether a pod of this phase never runs again. */
export const isEndedPhase = (phase: string | undefined): boolean => endedPhases.has(phase);

/**
 * Whether a pod counts as a replica, ready or not: it is there, nobody has asked for its end, and it has not ended by itself.
 * A ReplicaSet counts the same ones.
 * Source: kubernetes/kubernetes 1.36, pkg/controller/controller_utils.go, IsPodActive
 */
export const isReplica = ({
  phase,
  terminating,
  deleted,
}: Pick<PodLine, 'phase' | 'terminating' | 'deleted'>): boolean =>
  !terminating && !deleted && !isEndedPhase(phase);
