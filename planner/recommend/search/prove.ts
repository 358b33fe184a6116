import { type Candidate, replicaLattice } from '../trials/candidates.ts';
import type { Lab } from '../trials/lab.ts';
import { costOf, failuresOf, type Trial } from '../trials/trial.ts';
import { tryAll } from '../trials/try-all.ts';
import { type Bar, failedOf, passes } from './bar.ts';
import { isScaling } from './search.ts';

/** What a search has passed, and what must be passed again on draws that it has never seen. */
export type Bars = { readonly bar: Bar; readonly proof: Bar };

/** So many of the cheapest are put to the proof, each with those that have ever more replicas. */
const provenMost = 6;

/** The same candidate with ever more replicas. */
const strongerOf = (candidate: Candidate, replicasMost: number): Candidate[] =>
  replicaLattice(replicasMost)
    .filter((count) => count > candidate.minReplicas && count <= replicasMost)
    .map((count) => ({
      ...candidate,
      minReplicas: count,
      maxReplicas: Math.max(count, candidate.maxReplicas),
    }));

/** The least of them that passes what the search passed, and holds where this one failed; null if none does or is cheap enough. */
const nextStronger = (lab: Lab, failed: Trial, options: Omit<ProveOptions, 'searchAbove'>): Trial | null => {
  const { bar, proof, replicasMost, isTooDear } = options;
  const sunk = failedOf(failed, proof);
  for (const stronger of strongerOf(failed.candidate, replicasMost)) {
    const [trial] = tryAll(lab, [stronger], sunk);
    if (isTooDear?.(trial!)) return null;
    if (failuresOf(trial!, sunk.draws) > proof.failuresMax) continue;
    tryAll(lab, [stronger], bar);
    if (passes(trial!, bar)) return trial!;
  }
  return null;
};

/** The cheapest few, and the cheapest with the knobs in use. Of a fixed number the target does not matter. */
const firstFew = (passed: readonly Trial[]): Trial[] => {
  const fixedOf = (trial: Trial): number => trial.candidate.maxReplicas;
  const unlike = passed.filter(
    (trial, i) =>
      isScaling(trial) ||
      i === passed.findIndex((other) => !isScaling(other) && fixedOf(other) === fixedOf(trial)),
  );
  const inUse = unlike.find(({ candidate }) => candidate.knobs === undefined);
  return [...unlike.slice(0, provenMost), ...(inUse === undefined ? [] : [inUse])];
};

type ProveOptions = Bars & {
  readonly replicasMost: number;
  /** Whether a trial, and all with more replicas, costs too much to be asked for. By default none does. */
  readonly isTooDear?: (trial: Trial) => boolean;
  /** Searches again, where a fixed number is known to fail. */
  readonly searchAbove: (fixed: number) => readonly Trial[];
};

/** What takes the place of a candidate that failed the proof. */
const insteadOf = (lab: Lab, failed: Trial, options: ProveOptions): Trial[] => {
  if (!isScaling(failed)) return firstFew(options.searchAbove(failed.candidate.maxReplicas));
  const stronger = nextStronger(lab, failed, options);
  return stronger === null ? [] : [stronger];
};

/**
 * The cheapest candidate that also passes on draws on which it was not chosen. A search picks from many candidates those
 * that were lucky on its draws: judged by those alone, an advice would hold less often than it says (the winner's
 * curse). One that fails the proof comes again with more replicas, when its turn comes by cost; a fixed number, with an
 * autoscaler that may go beyond it.
 *
 * @param passed `bar`, cheapest first
 * @returns null if nothing passes
 */
export const prove = (lab: Lab, passed: readonly Trial[], options: ProveOptions): Trial | null => {
  const { bar, proof } = options;
  const rank = (trial: Trial): number => costOf(trial, bar.draws);
  const waiting = new Set(firstFew(passed));
  const failed = new Set<Trial>();
  while (waiting.size > 0) {
    const next = [...waiting].reduce((best, trial) => (rank(trial) < rank(best) ? trial : best));
    tryAll(lab, [next.candidate], proof);
    if (passes(next, proof)) return next;
    waiting.delete(next);
    failed.add(next);
    for (const trial of insteadOf(lab, next, options)) if (!failed.has(trial)) waiting.add(trial);
  }
  return null;
};
