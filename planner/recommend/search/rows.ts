import type { PolicySettings } from '../../../runs/schema/policy.ts';
import {
  type Candidate,
  type Capacity,
  isWholeTarget,
  replicaLattice,
  targetOf,
  targetsFor,
} from '../trials/candidates.ts';
import { variantsOf } from '../trials/variants.ts';

/**
 * Candidates that differ in one number of replicas, in ascending order of it. Within a row more replicas fail less
 * and cost more, so the cheapest that holds is found in a few looks.
 */
export type Row = { readonly counts: readonly number[]; readonly candidateAt: (count: number) => Candidate };

/** Ever higher minima below the same maximum. */
export const rowOfMinima = (base: Omit<Candidate, 'minReplicas'>): Row => ({
  counts: replicaLattice(base.maxReplicas).filter((count) => count <= base.maxReplicas),
  candidateAt: (minReplicas) => ({ ...base, minReplicas }),
});

/** What the rows of a search are made from. */
export type Space = {
  readonly policy: PolicySettings;
  readonly capacity: Capacity;
  /** From the closed form: the range of the search, and where its draws are probed. */
  readonly replicasAtPeak: number;
  readonly replicasMost: number;
  /**
   * No candidate has a lower maximum: the one in use, or the budget where that is below it. A maximum is a guard against
   * a bill that nobody foresaw; lowering it saves next to nothing and takes the room for a higher peak. 0 where the number is fixed.
   */
  readonly maximumLeast: number;
  readonly refreshSeconds: number | null;
  /** What every candidate of the search has: its changes to the router, and no maximum where there is none in use. */
  readonly shared: Pick<Candidate, 'requestTimeoutMs' | 'queueWaitMs' | 'unlimited'>;
};

/** An autoscaler that looks less often than this may gain from looking more often. */
const quickRefreshSeconds = 1;

const refreshesFor = (refreshSeconds: number | null): readonly (number | null)[] =>
  refreshSeconds === null || refreshSeconds <= quickRefreshSeconds
    ? [refreshSeconds]
    : [refreshSeconds, quickRefreshSeconds];

/** Room above the replicas that hold without scaling, for an autoscaler that has to catch up, and as a guard. */
const roomToCatchUp = 1.2;

const maximumToCatchUp = ({ replicasMost, maximumLeast }: Space, fixedReplicas: number): number =>
  Math.max(
    maximumLeast,
    Math.min(replicasMost, replicaLattice(Math.min(replicasMost, roomToCatchUp * fixedReplicas)).at(-1)!),
  );

/** Ever more replicas that stay, so that the rule hardly has to act: a fixed number, or a minimum of the target in use. */
export const fixedRow = (space: Space, above: number): Row => {
  const { policy, refreshSeconds, shared, replicasMost } = space;
  return {
    counts: replicaLattice(replicasMost).filter((count) => count > above && count <= replicasMost),
    candidateAt: (count) => ({
      ...shared,
      target: targetOf(policy),
      minReplicas: count,
      maxReplicas: policy.kind === 'fixed' ? count : Math.max(count, maximumToCatchUp(space, count)),
      refreshSeconds,
    }),
  };
};

/**
 * Rows of every target with up to three maxima: the least one, if that is enough; one with a little room; the largest.
 *
 * @param fixedReplicas the least that hold without autoscaling
 */
export const scalingRows = (space: Space, fixedReplicas: number): Row[] => {
  const { policy, capacity, replicasMost, maximumLeast, refreshSeconds, shared } = space;
  if (policy.kind === 'fixed') return [];
  const least = maximumLeast >= fixedReplicas ? [maximumLeast] : [];
  const maxima = new Set([...least, maximumToCatchUp(space, fixedReplicas), replicasMost]);
  return targetsFor(policy, capacity).flatMap((target) =>
    refreshesFor(refreshSeconds).flatMap((refresh) =>
      [...maxima].map((maxReplicas) =>
        rowOfMinima({ ...shared, target, maxReplicas, refreshSeconds: refresh }),
      ),
    ),
  );
};

/** Variants are tried at every second target: all of them cost a tenth more, and save 2 % at most. */
const targetsPerVariantTarget = 2;

/**
 * Rows of every variant of the policy's own knobs. One has the target and the maximum that are best with the knobs in use.
 * The others have targets over the whole range, as a faster or slower autoscaler has another best target, and a maximum
 * with little room. Not every maximum is tried: it is a guard, and saves little.
 *
 * @param best the best autoscaled candidate so far, if there is one
 */
export const variantRows = (space: Space, fixedReplicas: number, best: Candidate | undefined): Row[] => {
  const { policy, capacity, maximumLeast, refreshSeconds, shared } = space;
  const maxReplicas = maximumLeast >= fixedReplicas ? maximumLeast : maximumToCatchUp(space, fixedReplicas);
  const bases = [
    ...(best === undefined ? [] : [best]),
    ...targetsFor(policy, capacity)
      .filter((_, i) => i % targetsPerVariantTarget === 0)
      .filter((target) => target !== best?.target || maxReplicas !== best.maxReplicas)
      .map((target) => ({ ...shared, target, maxReplicas, refreshSeconds })),
  ];
  return variantsOf(policy).flatMap(({ knobs }) => bases.map((base) => rowOfMinima({ ...base, knobs })));
};

/** Share of the distance to the next target that the second round tries. */
const halfway = 0.5;

/** Around the best so far: the targets halfway to its neighbours. */
export const neighbourRows = ({ policy, capacity }: Space, best: Candidate): Row[] => {
  if (policy.kind === 'fixed' || best.minReplicas === best.maxReplicas) return [];
  const targets = targetsFor(policy, capacity);
  const at = targets.indexOf(best.target);
  const neighbours = [targets[at - 1], targets[at + 1]].filter((target) => target !== undefined);
  return neighbours
    .map((target) => Number((best.target + halfway * (target - best.target)).toPrecision(3)))
    .filter((target) => !isWholeTarget(policy) || Number.isInteger(target))
    .map((target) => rowOfMinima({ ...best, target }));
};
