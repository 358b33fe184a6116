import { type Candidate, replicaLattice } from '../trials/candidates.ts';
import { levelCostOf } from '../trials/costs.ts';
import type { Lab } from '../trials/lab.ts';
import { costOf, type Trial } from '../trials/trial.ts';
import { foundBy } from '../trials/tries.ts';
import { tryAll } from '../trials/try-all.ts';
import { type Bar, failedOf, passes } from './bar.ts';
import { firstAbove } from './edges.ts';
import type { Row } from './rows.ts';
import { isScaling } from './search.ts';

/** What a search has passed, and what must be passed again on draws that it has never seen. */
export type Bars = { readonly bar: Bar; readonly proof: Bar };

/** How many of the cheapest are put to the proof, each followed by the same candidate with ever more replicas. */
const provenMost = 6;

/** The same candidate, and after it those with ever more replicas. */
const rowAbove = (candidate: Candidate, replicasMost: number): Row => {
  const { minReplicas, maxReplicas } = candidate;
  const counts = replicaLattice(replicasMost).filter((count) => count <= replicasMost);
  return {
    counts: [minReplicas, ...counts.filter((count) => count > minReplicas)],
    candidateAt: (count) =>
      count === minReplicas
        ? candidate
        : { ...candidate, minReplicas: count, maxReplicas: Math.max(count, maxReplicas) },
  };
};

/** The one with the fewest more replicas that holds where this one failed; null if none does, or those are too dear. */
const nextStronger = (lab: Lab, failed: Trial, failedIn: Bar, options: ProveOptions): Trial | null => {
  const { replicasMost, isTooDear = () => false } = options;
  const row = rowAbove(failed.candidate, replicasMost);
  const stronger = foundBy(lab.state, firstAbove(lab, row, { quickBar: failedIn, isTooDear }));
  return stronger === null || isTooDear(stronger) ? null : stronger;
};

/** The cheapest few, and the cheapest with the knobs in use. The target of a fixed number does not matter, so each counts once. */
const firstFew = (passed: readonly Trial[]): Trial[] => {
  const fixedOf = (trial: Trial): number => trial.candidate.maxReplicas;
  const distinct = passed.filter(
    (trial, i) =>
      isScaling(trial) ||
      i === passed.findIndex((other) => !isScaling(other) && fixedOf(other) === fixedOf(trial)),
  );
  const inUse = distinct.find(({ candidate }) => candidate.knobs === undefined);
  return [...distinct.slice(0, provenMost), ...(inUse === undefined ? [] : [inUse])];
};

type ProveOptions = Bars & {
  readonly replicasMost: number;
  /** Whether a trial, and all with more replicas, costs too much to be asked for. By default none does. */
  readonly isTooDear?: (trial: Trial) => boolean;
  /** Searches again, where a fixed number is known to fail. */
  readonly searchAbove: (fixed: number) => readonly Trial[];
};

/** What takes the place of a candidate that failed in some draws, in the search's bar or in the proof. */
const insteadOf = (lab: Lab, failed: Trial, failedIn: Bar, options: ProveOptions): Trial[] => {
  if (!isScaling(failed)) return firstFew(options.searchAbove(failed.candidate.maxReplicas));
  const stronger = nextStronger(lab, failed, failedIn, options);
  return stronger === null ? [] : [stronger];
};

/**
 * The cheapest candidate that also passes on draws on which it was not chosen. A search picks from many candidates those
 * that were lucky on its draws: judged by those alone, an advice would hold less often than it says (the winner's
 * curse). One that fails the proof comes again with more replicas, when its turn comes by cost; a fixed number, with an
 * autoscaler that may go beyond it. What failed never waits again, and what passes the bar waits once more at most, so there
 * are no more than two turns for each candidate.
 *
 * @param passed `bar`, cheapest first
 * @returns null if nothing passes
 */
export const prove = (lab: Lab, passed: readonly Trial[], options: ProveOptions): Trial | null => {
  const { bar, proof } = options;
  /** Of a candidate that has not been put through the bar, the least that it can cost: the turn of most never comes. */
  const costAtLeast = (trial: Trial): number =>
    passes(trial, bar) ? costOf(trial, bar.draws) : levelCostOf(lab, trial.candidate, bar.draws);
  const waiting = new Map(firstFew(passed).map((trial) => [trial, costAtLeast(trial)]));
  const failed = new Set<Trial>();
  while (waiting.size > 0) {
    const [next] = [...waiting].reduce((best, one) => (one[1] < best[1] ? one : best));
    waiting.delete(next);
    const isRanked = passes(next, bar);
    const asked = isRanked ? proof : bar;
    tryAll(lab, [next.candidate], asked);
    if (passes(next, asked)) {
      if (isRanked) return next;
      waiting.set(next, costAtLeast(next));
      continue;
    }
    failed.add(next);
    for (const trial of insteadOf(lab, next, failedOf(next, asked), options))
      if (!failed.has(trial)) waiting.set(trial, costAtLeast(trial));
  }
  return null;
};
