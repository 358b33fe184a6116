import type { PartCost } from '../../../runs/schema/plan/headroom.ts';
import type { LagPart } from '../../../runs/schema/result/scale-lag.ts';
import type { Candidate } from '../trials/candidates.ts';
import type { Lab } from '../trials/lab.ts';
import { meanLagMs } from '../trials/lag-times.ts';
import { begin, type Ending } from '../trials/tries.ts';
import { pointsOf, withLag } from './points.ts';

/** How long a part of the way from the load to the ready replica took. */
type PartSeconds = Pick<LagPart, 'part' | 'seconds'>;

/** Whether a part is none of the model's start-up lag: that one has no wait for a node. */
const isOutsideLag = (part: LagPart['part']): boolean => part === 'node';

/** A lag of 0 has no distribution. */
const leastLagMs = 1;

/**
 * Begins to find how many failed requests each part of a scale-up costs, from the rise of the load to the ready replica. The
 * calibrated model is simulated at the recorded peak with the part and without it, under the same random numbers.
 *
 * Without a part, replicas are ready earlier by what it took. That is simulated as a shorter start-up, for the parts before
 * the decision too: whether the load is seen earlier or a start is shorter, the replica is ready at the same moment. A part
 * before the decision that took longer than the whole start-up can't be taken from it, and has no figure.
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
    if (isOutsideLag(part)) {
      const errorShare = errorShareAt(lagMs + partMs);
      return [() => ({ part, seconds, errorShare: errorShare(), errorShareWithout: asMeasured() })];
    }
    if (partMs > lagMs) return [];
    const without = errorShareAt(Math.max(leastLagMs, lagMs - partMs));
    return [() => ({ part, seconds, errorShare: asMeasured(), errorShareWithout: without() })];
  });
  return () => costs.map((end) => end());
};
