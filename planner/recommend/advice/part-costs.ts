import type { PartCost } from '../../../runs/schema/headroom.ts';
import type { LagPart } from '../../../runs/schema/scale-lag.ts';
import type { Candidate } from '../trials/candidates.ts';
import type { Lab } from '../trials/lab.ts';
import { meanLagMs } from '../trials/lag-times.ts';
import { begin, type Ending } from '../trials/tries.ts';
import { pointsOf, withLag } from './points.ts';

/** How long a part of the way from the load to the ready replica took. */
type PartSeconds = Pick<LagPart, 'part' | 'seconds'>;

/** The model's start-up lag has no wait for a node: with one it is longer by that. */
const isBeside = (part: LagPart['part']): boolean => part === 'node';
/** A lag of nothing has no distribution. */
const leastLagMs = 1;

/**
 * Begins to find the failed requests that each part of the way from the load to the ready replica costs, by simulation of the calibrated model at the
 * recorded peak with and without it, under the same random numbers.
 *
 * Without a part, replicas are ready earlier by what it took. That is simulated as a shorter start-up, of the parts before the
 * decision too: to see the load earlier and to start sooner end at the same moment. A part before the decision that took
 * longer than the whole start-up can't be taken from it, and has no figure.
 *
 * @param settings those in use
 */
export const beginPartCosts = (
  lab: Lab,
  settings: Candidate,
  { parts, draws }: { readonly parts: readonly PartSeconds[]; readonly draws: readonly number[] },
): Ending<PartCost[]> => {
  const lagMs = meanLagMs(lab.worlds);
  const errorShareAt = (atLagMs: number): Ending<number> => {
    const points = begin(lab.state, pointsOf(withLag(lab, atLagMs / lagMs), [settings], draws));
    return () => points()[0]!.errorShare;
  };
  const asMeasured = errorShareAt(lagMs);
  const costs = parts.flatMap(({ part, seconds }): Ending<PartCost>[] => {
    if (seconds === null || seconds === 0) return [];
    const partMs = seconds * 1000;
    if (isBeside(part)) {
      const errorShare = errorShareAt(lagMs + partMs);
      return [() => ({ part, seconds, errorShare: errorShare(), errorShareWithout: asMeasured() })];
    }
    if (partMs > lagMs) return [];
    const without = errorShareAt(Math.max(leastLagMs, lagMs - partMs));
    return [() => ({ part, seconds, errorShare: asMeasured(), errorShareWithout: without() })];
  });
  return () => costs.map((end) => end());
};
