import { clampReplicas, type ReplicaBounds } from './replicas.ts';

/** Which bound ends what a rule wished for; undefined: none. */
export const boundReason = (wished: number, bounds: ReplicaBounds): 'AtMax' | 'AtMin' | undefined => {
  const kept = clampReplicas(wished, bounds);
  if (kept === wished) return undefined;
  return kept < wished ? 'AtMax' : 'AtMin';
};
