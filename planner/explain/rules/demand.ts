import type { Fact } from '../../../runs/schema/findings.ts';
import { missingIn } from '../evidence/missing.ts';
import type { Part } from '../evidence/part.ts';
import { hadIdleSlots } from '../evidence/room.ts';
import { reactionSecondsOf, type Seen, seenByHpa, slotTargetOf } from '../evidence/scaler.ts';
import { stretchOf } from '../evidence/stretch.ts';
import type { View } from '../evidence/view.ts';
import { factOf, failedAfterFact, inFlightFact, replicasFact, scalerName, spanOf } from '../facts.ts';
import { type Rule, whole } from './rule.ts';
import { isTooMuch } from './turned-away.ts';

const isShort = (part: Part, view: View): boolean =>
  isTooMuch(part, view) &&
  (view.recorded.timeline.cluster.ready[part.second] ?? 0) > 0 &&
  missingIn(part, view).total === 0;

/** What an HPA saw, or what the router of Azure ML had of its slots in use, over the whole second. */
const seenIn = (part: Part, view: View): Seen | undefined => {
  const hpa = view.scalersIn(part.second).flatMap((state) => seenByHpa(state) ?? [])[0];
  if (hpa !== undefined) return hpa;
  const target = slotTargetOf(view.recorded.run.config.autoscaler);
  const { utilization, busySlotsFrom } = view.recorded.timeline.cluster;
  const share = utilization[part.second];
  if (target === null || busySlotsFrom === 'unknown' || share == null) return undefined;
  return { share, target };
};

const meanSeen = (parts: readonly Part[], view: View): Seen | undefined => {
  const seen = parts.flatMap((part) => seenIn(part, view) ?? []);
  if (seen.length === 0) return undefined;
  return {
    share: seen.reduce((sum, { share }) => sum + share, 0) / seen.length,
    target: seen[0]!.target,
  };
};

const utilizationFact = (parts: readonly Part[], view: View): Fact[] => {
  const seen = meanSeen(parts, view);
  const { autoscaler } = view.recorded.run.config;
  if (seen === undefined) return [];
  return [
    factOf('utilization', spanOf(parts), {
      n: parts.length,
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

/** Whether the failures around a part are over before the rule can be counted on to have seen them. */
const isTooShortToSee = (part: Part, view: View): boolean => {
  const { fromSecond, toSecond } = stretchOf(part, view);
  const reaction = reactionSecondsOf(view.recorded.run.config.autoscaler);
  return reaction !== null && toSecond - fromSecond + 1 <= reaction;
};

/** What an HPA showed before a burst says nothing of it; the slots in use were measured here, second by second. */
const isStale = (part: Part, view: View): boolean => {
  const { fromSecond, toSecond } = stretchOf(part, view);
  const beganAtMs = view.recorded.timeline.startedAtMs + fromSecond * 1000;
  const seen = view.scalersIn(toSecond).filter((state) => seenByHpa(state) !== undefined);
  return seen.some(({ atMs }) => atMs < beganAtMs) && isTooShortToSee(part, view);
};

/** Utilization was measured below the target, so the rule saw no need. */
export const autoscalerSatisfied: Rule = {
  cause: 'autoscalerSatisfied',
  share: whole((part, view) => {
    if (!isShort(part, view) || isStale(part, view)) return false;
    const seen = seenIn(part, view);
    return seen !== undefined && seen.share < seen.target;
  }),
  facts: usual,
  remedies: (_, view) =>
    view.platform.queue.waitLimitMs.value === null ? ['lowerTarget'] : ['lowerTarget', 'raiseQueueWait'],
};

/** The burst was over before the rule could have answered to it. */
export const minimumTooLow: Rule = {
  cause: 'minimumTooLow',
  share: whole((part, view) => {
    if (!isShort(part, view) || hadIdleSlots(part, view)) return false;
    const goesOn = stretchOf(part, view).toSecond >= view.recorded.timeline.seconds - 1;
    return !goesOn && isTooShortToSee(part, view);
  }),
  facts: usual,
};
