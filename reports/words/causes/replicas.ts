import type { Scaling } from '../../../runs/schema/result.ts';
import { formatOffset, formatOr } from '../../format.ts';

/** A count of replicas that a cut watch made a lower bound, or the number itself. */
export const boundText = (count: string, isAtLeast: boolean): string =>
  isAtLeast ? `at least ${count}` : count;

/**
 * The most replicas of a run, as every output says them: across a gap of the watch there may have been more.
 *
 * @example mostText(scaling, 'peakReady') // 'at least 12'
 */
export const mostText = (scaling: Scaling, which: 'peakReady' | 'peakDesired'): string =>
  scaling[which] === null
    ? formatOr(scaling[which], String)
    : boundText(String(scaling[which]), scaling.partlySeen[which]);

/**
 * When replicas were first wanted or ready, as every output says it: where the cluster was not seen it may have been earlier.
 *
 * @param missing said where it was not seen although all was
 * @example firstText(scaling, 'firstDecisionSecond', 'not in this run') // '0:23 at the latest'
 */
export const firstText = (
  scaling: Scaling,
  which: 'firstDecisionSecond' | 'firstNewReadySecond',
  missing: string,
): string => {
  const [second, isLate] = [scaling[which], scaling.partlySeen[which]];
  if (second === null) return isLate ? 'not seen: the cluster could not be read all the time' : missing;
  return isLate ? `${formatOffset(second)} at the latest` : formatOffset(second);
};
