import type { Timeline } from '../../runs/schema/result/timeline.ts';
import { type NotEnoughData, notEnoughData } from '../stats/interval.ts';
import { plannedSecondsOf } from '../timeline/planned-rate.ts';
import { recordedSecondsOf } from '../timeline/recorded-seconds.ts';
import { badSecondsOf, errorSecondsOf } from './errors.ts';
import { plannedRise } from './steepest-rise.ts';

/** The seconds at the end that must be free of trouble before recovery is believed. */
const quietSecondsMin = 5;

type Judged = {
  readonly seconds: number;
  /** Whether more of the requests that arrived in a second failed than a limit allows. Asked from the last one back. */
  readonly isBad: (second: number) => boolean;
};

/**
 * Seconds from a rise of the load until no second is bad any more: for a simulated run, and for the re-run that its
 * prediction is scored by. null if there was trouble in the last 5 seconds.
 */
export const secondsToRecover = ({ seconds, isBad }: Judged, fromSecond: number): number | null => {
  const start = Math.floor(fromSecond);
  for (let second = seconds - 1; second >= start; second--) {
    if (!isBad(second)) continue;
    return second >= seconds - quietSecondsMin ? null : second + 1 - start;
  }
  return 0;
};

/**
 * Recovery of a recorded run, in seconds: from the steepest rise of its planned load until no second's error share
 * passes the limit. A load that never rises, as a soak, has nothing to recover from, and nobody knows what a load that was not
 * recorded to its end would still have brought.
 */
export const measureRecovery = (timeline: Timeline, maxErrorShare: number): number | NotEnoughData => {
  const fromSecond = plannedRise(timeline.phases);
  if (fromSecond === null) return notEnoughData('rises', 1, 0);
  const [recorded, planned] = [recordedSecondsOf(timeline), plannedSecondsOf(timeline.phases)];
  if (recorded <= fromSecond) return notEnoughData('secondsToRise', fromSecond + 1, recorded);
  if (recorded < planned) return notEnoughData('secondsToEnd', planned, recorded);
  const { seconds } = timeline;
  const bad = badSecondsOf(errorSecondsOf(timeline), maxErrorShare);
  const quietSeconds = seconds - 1 - (bad.at(-1) ?? -1);
  return (
    secondsToRecover({ seconds, isBad: (second) => bad.includes(second) }, fromSecond) ??
    notEnoughData('quietSecondsAtEnd', quietSecondsMin, quietSeconds)
  );
};
