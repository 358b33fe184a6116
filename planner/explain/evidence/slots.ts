import { requestsPerArrival } from '../../measure/requests-per-arrival.ts';
import type { Part } from './part.ts';
import { fullShare, type SlowEvidence } from './slow-seconds.ts';
import type { View } from './view.ts';

/** Whether the replicas were seen in the second of a part: what happened while the watch was cut explains nothing. */
export const wasWatched = ({ second }: Pick<Part, 'second'>, { recorded }: View): boolean =>
  recorded.timeline.cluster.ready[second] != null;

/** With less of its slots in use than this share, a service has room: what is turned away then was not too much. */
const idleShareMax = 0.5;

const mostAround = (column: readonly (number | null)[], second: number): number | null =>
  [second - 1, second, second + 1].reduce<number | null>((most, at) => {
    const value = column[at];
    return value == null ? most : Math.max(most ?? value, value);
  }, null);

/** The largest share of the slots that was in use around a second; null where nobody knows. */
const usedShare = ({ recorded: { timeline } }: View, second: number): number | null => {
  const { load, cluster, slotsPerReplica } = timeline;
  const ready = cluster.ready[second];
  const inFlight = mostAround(load.inFlight, second);
  const busy = mostAround(cluster.utilization, second);
  const ofFlight = inFlight === null || !ready ? null : inFlight / (ready * slotsPerReplica);
  return ofFlight === null ? busy : Math.max(ofFlight, busy ?? 0);
};

/** Whether slots were idle while a part failed: measured, not assumed. */
export const hadIdleSlots = (part: Part, view: View): boolean => {
  const used = usedShare(view, part.second);
  return used !== null && used < idleShareMax;
};

/** Whether nearly all slots were in use while a part failed: measured, not assumed. */
export const hadAllSlotsBusy = (part: Part, view: View): boolean => {
  const used = usedShare(view, part.second);
  return used !== null && used >= fullShare;
};

/**
 * Whether the planned rate was more than the ready replicas can serve, at the service time without a queue: measured, not assumed.
 * Requests in flight alone don't tell: those of a replica that vanished hang, and look like busy slots.
 */
export const wasTooMuchForReady = ({ second }: Pick<Part, 'second'>, view: View): boolean => {
  const { run, load: folded, timeline } = view.recorded;
  const { load, cluster, slotsPerReplica } = timeline;
  const [ready, serviceMs] = [cluster.ready[second], view.unqueuedMedianMs];
  if (ready == null || serviceMs === undefined) return false;
  const rate = load.offeredRatePerSecond[second]! * requestsPerArrival(run, folded.total);
  return (rate * serviceMs) / 1000 > ready * slotsPerReplica;
};

/**
 * Of the requests that met idle slots as a stretch of cut-offs began, the share that was cut all the same: as many as there
 * were idle slots could not have waited for one, and too few of them came back. 0 where that is not known.
 */
const cutAtOnset = (view: View, onset: number): number => {
  const { timeline } = view.recorded;
  const [ready, before] = [timeline.cluster.ready[onset], timeline.load.inFlight[onset - 1]];
  if (ready == null || before == null) return 0;
  const idle = Math.max(0, ready * timeline.slotsPerReplica - before);
  const met = Math.min(idle, timeline.load.requests[onset]!);
  return met === 0 ? 0 : Math.max(0, met - view.ok[onset]!) / met;
};

/** Whether the replicas could take all of the load, and did: what came back of the same second came as fast as ever. */
const hadNoNeedToWait = ({ isFast, onset, tightBefore }: SlowEvidence, second: number): boolean =>
  tightBefore[second + 1] === tightBefore[onset[second]!] && isFast[second]!;

/**
 * The share of a second's cut-off requests that had waited for no slot, so that the model itself was too slow: all of them in
 * a second without a queue, and where there were slots for the whole load; else as many as are cut without a queue, or as were
 * cut when the stretch began with idle slots.
 */
export const slowInSecond = (view: View, second: number, requests: number): number => {
  const { slow } = view;
  if (slow.isCalm[second] || hadNoNeedToWait(slow, second)) return 1;
  const share = requests / Math.max(1, view.sent[second]!);
  return Math.max(Math.min(1, slow.calmCutShare / share), cutAtOnset(view, slow.onset[second]!));
};
