import { clopperPearson } from '../../stats/clopper-pearson.ts';
import type { Interval } from '../../stats/interval.ts';
import { chanceAfter } from '../../stats/succession.ts';

/**
 * Chance that the next run meets the SLO, after `met` of `runs` did: Laplace's rule of succession, which never
 * promises certainty, with Clopper and Pearson's 95 % interval of the share.
 *
 * @example chanceOf(40, 40).mid // 41 / 42
 */
export const chanceOf = (met: number, runs: number): Interval => {
  const { low, high, confidence } = clopperPearson(met, runs, 0.95);
  return { low, mid: chanceAfter(met, runs), high, confidence };
};

/**
 * Failed runs that a candidate may have among so many and still meet the SLO with the asked confidence.
 *
 * @returns -1 if even none is too many: the runs are too few
 * @example failuresAllowed(40, 0.95) // 1
 */
export const failuresAllowed = (runs: number, confidence: number): number =>
  Math.max(-1, Math.floor(runs + 1 - confidence * (runs + 2) + 1e-9));

/**
 * Failures beyond those allowed that chance explains: a standard error of a count, its root.
 *
 * @example chanceFailures(4) // 2
 */
export const chanceFailures = (allowed: number): number => Math.floor(Math.sqrt(Math.max(0, allowed)));

/**
 * The fewest runs that allow as many failures as so many do. Any more in vain ask for a higher chance than the
 * confidence: of 57 as of 38 runs one may fail.
 *
 * @example leastRunsLike(57, 0.95) // 38
 */
export const leastRunsLike = (runs: number, confidence: number): number => {
  const allowed = failuresAllowed(runs, confidence);
  return allowed < 0 ? runs : Math.ceil((allowed + 2 * confidence - 1) / (1 - confidence) - 1e-9);
};

/**
 * Fewest runs after which an unbroken series of successes reaches the confidence: (n + 1) / (n + 2).
 *
 * @example runsNeeded(0.95) // 18
 */
export const runsNeeded = (confidence: number): number =>
  Math.max(1, Math.ceil((2 * confidence - 1) / (1 - confidence) - 1e-9));
