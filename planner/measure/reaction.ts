import { unseenIn, wasCutBetween } from '../timeline/gaps.ts';
import type { Recorded } from '../timeline/recording.ts';
import { wantedIn, wantingResources } from '../timeline/wanted.ts';
import { raisesOfObjects } from '../timeline/wanted-steps.ts';
import { startupsIn } from './startups.ts';
import { plannedRise } from './steepest-rise.ts';

/** How the autoscaler answered the load: whole seconds since its start. null: it did not, or nobody could see. */
type Reaction = {
  /** The steepest rise of the planned load; null for a load that never rises. */
  readonly riseSecond: number | null;
  /** Wanted replicas rose first, from the rise of the load on; of a load without one, from its start. */
  readonly decisionSecond: number | null;
  /** The first of the replicas that were asked for since then was ready. */
  readonly newReadySecond: number | null;
  /** Part of the time before it was not seen, so it may have happened earlier, and unseen where it is null. */
  readonly isDecisionLate: boolean;
  readonly isNewReadyLate: boolean;
};

/**
 * The autoscaler's first answer to the rise of the load, and the first replica that came of it. A replica that was
 * asked for earlier, or that replaces one that was lost, is no answer: it may be ready before anything was decided.
 */
export const measureReaction = (recorded: Recorded): Reaction => {
  const { cluster, timeline } = recorded;
  const { startedAtMs } = timeline;
  const riseSecond = plannedRise(timeline.phases);
  const fromMs = startedAtMs + 1000 * (riseSecond ?? 0);
  const endMs = startedAtMs + 1000 * timeline.seconds;
  const decidedMs = raisesOfObjects(cluster).find((atMs) => atMs >= fromMs && atMs < endMs);
  const readyMs = startupsIn(recorded)
    .startups.filter((startup) => startup.decidedMs !== null && startup.decidedMs >= fromMs)
    .map((startup) => startup.readyMs)
    .reduce((first, atMs) => Math.min(first, atMs), Number.POSITIVE_INFINITY);
  const wasCut = (resources: readonly string[], toMs = endMs): boolean =>
    wasCutBetween(unseenIn(cluster, resources), { fromMs, toMs: Math.min(toMs, endMs) });
  const secondOf = (atMs: number): number => Math.floor((atMs - startedAtMs) / 1000);
  return {
    riseSecond,
    decisionSecond: decidedMs === undefined ? null : secondOf(decidedMs),
    newReadySecond: readyMs < endMs ? secondOf(readyMs) : null,
    isDecisionLate: wasCut(wantingResources(wantedIn(cluster)), decidedMs),
    isNewReadyLate: wasCut(['pods'], readyMs),
  };
};
