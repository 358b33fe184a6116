import type { Found } from '../search/find.ts';
import type { Space } from '../search/rows.ts';
import { type Candidate, replicaLattice, targetsFor } from '../trials/candidates.ts';
import { trialOf } from '../trials/lab.ts';
import { failuresOf, type Trial } from '../trials/trial.ts';
import { tryAll } from '../trials/try-all.ts';

/**
 * The advice with one setting a step lower or higher. They teach most, and a search that ends its rows early need not have
 * tried them.
 */
const neighboursOf = ({ candidate }: Trial, { policy, capacity }: Space): Candidate[] => {
  const { minReplicas, maxReplicas, target } = candidate;
  const targets = targetsFor(policy, capacity);
  const counts = replicaLattice(maxReplicas).filter((count) => count <= maxReplicas);
  const minima = [
    counts.findLast((count) => count < minReplicas),
    counts.find((count) => count > minReplicas),
  ].filter((count) => count !== undefined);
  const nearest = [targets.findLast((one) => one < target), targets.find((one) => one > target)];
  return policy.kind === 'fixed'
    ? minima.map((min) => ({ ...candidate, minReplicas: min, maxReplicas: min }))
    : [
        ...minima.map((min) => ({ ...candidate, minReplicas: min })),
        ...nearest.flatMap((one) => (one === undefined ? [] : { ...candidate, target: one })),
      ];
};

/** Tries the neighbours of the advice. Why a neighbour lost that has failed the proof is known: one draw tells its cost. */
export const tryNeighbours = ({ lab, space, bar, proof, chosen }: Found): void => {
  const { failed = [], open = [] } = Object.groupBy(neighboursOf(chosen, space), (candidate) =>
    failuresOf(trialOf(lab, candidate), proof.draws) > proof.failuresMax ? 'failed' : 'open',
  );
  tryAll(lab, open, bar);
  tryAll(lab, failed, { draws: bar.draws.slice(0, 1) });
};
