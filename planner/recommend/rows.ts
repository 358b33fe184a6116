import type { PolicySettings } from '../../runs/schema/policy.ts';
import { type Candidate, type Capacity, replicaLattice, targetOf, targetsFor } from './candidates.ts';

/**
 * Candidates that differ in one number of replicas, in ascending order of it. Within a row more replicas fail less
 * and cost more, so the cheapest that holds is found by bisection.
 */
export type Row = { readonly counts: readonly number[]; readonly candidateAt: (count: number) => Candidate };

const rowOfMinima = (base: Omit<Candidate, 'minReplicas'>): Row => ({
  counts: replicaLattice(base.maxReplicas).filter((count) => count <= base.maxReplicas),
  candidateAt: (minReplicas) => ({ ...base, minReplicas }),
});

/** No autoscaling: the minimum is the maximum. */
const rowOfFixed = (base: Omit<Candidate, 'minReplicas' | 'maxReplicas'>, most: number): Row => ({
  counts: replicaLattice(most).filter((count) => count <= most),
  candidateAt: (count) => ({ ...base, minReplicas: count, maxReplicas: count }),
});

/** Ever less room above the same minimum. */
export const rowOfMaxima = (base: Candidate): Row => ({
  counts: replicaLattice(base.maxReplicas).filter(
    (count) => count >= base.minReplicas && count <= base.maxReplicas,
  ),
  candidateAt: (maxReplicas) => ({ ...base, maxReplicas }),
});

/** What the rows of a search are made from. */
export type Space = {
  readonly policy: PolicySettings;
  readonly capacity: Capacity;
  /** From the closed form. */
  readonly replicasAtPeak: number;
  readonly replicasMost: number;
  readonly refreshSeconds: number | null;
  /** What every candidate of the search changes about the router. */
  readonly router: Pick<Candidate, 'requestTimeoutMs'>;
};

/** An autoscaler that looks less often than this may gain from looking more often. */
const quickRefreshSeconds = 1;

const refreshesFor = ({ refreshSeconds }: Space): readonly (number | null)[] =>
  refreshSeconds === null || refreshSeconds <= quickRefreshSeconds
    ? [refreshSeconds]
    : [refreshSeconds, quickRefreshSeconds];

/** Every target with little and with all room above the peak; and no autoscaling at all. */
export const firstRows = (space: Space): Row[] => {
  const { policy, capacity, replicasAtPeak, replicasMost, router } = space;
  const targets = targetsFor(policy, capacity);
  const refreshSeconds = space.refreshSeconds;
  const still = rowOfFixed({ ...router, target: targetOf(policy), refreshSeconds }, replicasMost);
  if (policy.kind === 'fixed') return [still];
  const maxima = new Set([Math.min(replicasAtPeak, replicasMost), replicasMost]);
  const moving = targets.flatMap((target) =>
    refreshesFor(space).flatMap((refresh) =>
      [...maxima].map((maxReplicas) =>
        rowOfMinima({ ...router, target, maxReplicas, refreshSeconds: refresh }),
      ),
    ),
  );
  return [still, ...moving];
};

/** Share of the distance to the next target that the second round tries. */
const halfway = 0.5;

/** Around the best of the first round: targets between its neighbours', and maxima between those tried. */
export const secondRows = (space: Space, best: Candidate): Row[] => {
  if (space.policy.kind === 'fixed' || best.minReplicas === best.maxReplicas) return [];
  const targets = targetsFor(space.policy, space.capacity);
  const at = targets.indexOf(best.target);
  const between = [at - 1, at + 1].flatMap((next) => {
    const neighbour = targets[next];
    if (neighbour === undefined) return [];
    return [Number((best.target + halfway * (neighbour - best.target)).toPrecision(3))];
  });
  const wholeTargets = space.policy.kind === 'keda-http';
  const middling = Math.max(
    best.minReplicas,
    Math.round(Math.sqrt(space.replicasAtPeak * space.replicasMost)),
  );
  return [
    ...between
      .filter((target) => !wholeTargets || Number.isInteger(target))
      .map((target) => rowOfMinima({ ...best, target })),
    ...(middling < space.replicasMost ? [rowOfMinima({ ...best, maxReplicas: middling })] : []),
  ];
};
