import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { Note } from '../../runs/schema/plan/notes.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { decidingScalers, type Scaler, scalersIn, scalerText } from './scalers.ts';

/** Replicas that KEDA keeps of a service while no trigger is active, in place of the minimum, and the object that says so. */
type Idle = { readonly object: string; readonly idleReplicas: number };

const idleOf = (scaler: Scaler): readonly Idle[] => {
  const { kind, spec } = scaler.object;
  const idleReplicas = spec['idleReplicaCount'];
  return kind === 'ScaledObject' && typeof idleReplicas === 'number'
    ? [{ object: scalerText(scaler), idleReplicas }]
    : [];
};

/**
 * What a ScaledObject says of a service without load, as it was seen last.
 * Source: https://keda.sh/docs/latest/reference/scaledobject-spec/#idlereplicacount
 */
export const idleReplicasIn = (lines: readonly ClusterLine[]): readonly Idle[] =>
  decidingScalers(scalersIn(lines)).flatMap(idleOf);

/** Warnings of settings whose minimum counts only while a trigger is active, or that KEDA refuses beside what it keeps idle. */
export const idleWarnings = (idle: readonly Idle[], policy: PolicySettings): readonly Note[] =>
  policy.kind !== 'hpa'
    ? []
    : idle.map((kept) => ({ code: 'idleBesideMinimum', ...kept, minReplicas: policy.minReplicas }));
