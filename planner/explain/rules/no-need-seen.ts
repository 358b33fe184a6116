import type { Fact } from '../../../runs/schema/result/findings.ts';
import type { Part } from '../evidence/part.ts';
import { reactionSecondsOf, type Seen, seenByHpa, slotTargetOf } from '../evidence/scaler.ts';
import { wasStatusSeen, wasWatchedThrough } from '../evidence/seen.ts';
import { hadAllSlotsBusy } from '../evidence/slots.ts';
import { stretchOf } from '../evidence/stretch.ts';
import type { View } from '../evidence/view.ts';
import { factOf, failedAfterFact, inFlightFact, replicasFact, scalerName, spanOf } from '../facts.ts';
import { endsWithinSeconds } from './autoscaler.ts';
import { type Rule, whole } from './rule.ts';
import { isTooMuch } from './turned-away.ts';
import { wantedTooFew } from './wanted-replicas.ts';

const isShort = (part: Part, view: View): boolean =>
  isTooMuch(part, view) && (view.recorded.timeline.cluster.ready[part.second] ?? 0) > 0 && wantedTooFew(part);

/** Whether failures go on for longer than the rule needs to see them and to answer: what it says then is about them. */
const outlastsReaction = (part: Part, view: View): boolean => {
  const { fromSecond, toSecond } = stretchOf(part, view);
  const reaction = reactionSecondsOf(view.recorded.run.config.autoscaler);
  return reaction === null || toSecond - fromSecond + 1 > reaction;
};

/**
 * Whether no more replicas were asked for while requests failed, nor right after: a raise that nobody could see may have been
 * made.
 */
const hadNoRaise = (part: Part, view: View): boolean =>
  wasWatchedThrough(view, {
    fromSecond: part.second,
    toSecond: stretchOf(part, view).toSecond + endsWithinSeconds,
  });

/**
 * What an HPA saw last in the stretch of failures, if every change of its status in it was seen. What it had seen before a short
 * burst says nothing of it.
 */
const seenOfStretch = (part: Part, view: View): Seen | undefined => {
  const { fromSecond, toSecond } = stretchOf(part, view);
  if (!wasStatusSeen(view.unseenStatus, view.recorded, { fromSecond, toSecond })) return undefined;
  const beganAtMs = view.recorded.timeline.startedAtMs + fromSecond * 1000;
  return view
    .scalersIn(toSecond)
    .filter(({ atMs }) => atMs >= beganAtMs || outlastsReaction(part, view))
    .flatMap((state) => seenByHpa(state) ?? [])[0];
};

/** The slots in use of the router of Azure ML in the second itself, or what an HPA saw. */
const seenIn = (part: Part, view: View): Seen | undefined => {
  const target = slotTargetOf(view.recorded.run.config.autoscaler);
  if (target === null) return seenOfStretch(part, view);
  const { utilization, busySlotsFrom } = view.recorded.timeline.cluster;
  const share = utilization[part.second];
  return busySlotsFrom === 'unknown' || share == null ? undefined : { share, target };
};

const meanSeen = (parts: readonly Part[], view: View): Seen | undefined => {
  const seen = parts.flatMap((part) => seenIn(part, view) ?? []);
  if (seen.length === 0) return undefined;
  return {
    share: seen.reduce((sum, { share }) => sum + share, 0) / seen.length,
    target: seen[0]!.target,
  };
};

/** What the HPA told in the failing seconds, each time once; of slots in use each second tells. */
const timesSeen = (parts: readonly Part[], view: View): number => {
  if (slotTargetOf(view.recorded.run.config.autoscaler) !== null) return parts.length;
  return new Set(parts.flatMap(({ second }) => view.scalersIn(second)[0]?.atMs ?? [])).size;
};

const utilizationFact = (parts: readonly Part[], view: View): Fact[] => {
  const seen = meanSeen(parts, view);
  const { autoscaler } = view.recorded.run.config;
  if (seen === undefined) return [];
  return [
    factOf('utilization', spanOf(parts), {
      n: timesSeen(parts, view),
      numbers: { ...seen },
      objects: view.scalersIn(parts.at(-1)!.second).slice(0, 1).map(scalerName),
      ...(autoscaler?.kind.startsWith('azureml') && { file: 'load.ndjson' as const }),
    }),
  ];
};

const usual = (parts: readonly Part[], view: View): Fact[] => [
  ...utilizationFact(parts, view),
  ...replicasFact(parts, view),
  ...inFlightFact(parts, view),
  ...failedAfterFact(parts),
];

/** Utilization was measured below the target, so the rule saw no need. */
export const autoscalerSatisfied: Rule = {
  cause: 'autoscalerSatisfied',
  share: whole((part, view) => {
    if (!isShort(part, view) || !hadNoRaise(part, view)) return false;
    const seen = seenIn(part, view);
    return seen !== undefined && seen.share < seen.target;
  }),
  facts: usual,
  remedies: (_, view) =>
    view.platform.queue.waitLimitMs.value === null ? ['lowerTarget'] : ['lowerTarget', 'raiseQueueWait'],
};

/**
 * The replicas were full, for less time than the rule needs to answer to it: a burst, or requests that took longer than usual.
 * A request that was turned away beside free slots had another reason.
 */
export const minimumTooLow: Rule = {
  cause: 'minimumTooLow',
  share: whole((part, view) => {
    if (!isShort(part, view) || !hadAllSlotsBusy(part, view) || !hadNoRaise(part, view)) return false;
    const goesOn = stretchOf(part, view).toSecond >= view.recorded.timeline.seconds - 1;
    const isKnown = reactionSecondsOf(view.recorded.run.config.autoscaler) !== null;
    return isKnown && !goesOn && !outlastsReaction(part, view);
  }),
  facts: usual,
};
