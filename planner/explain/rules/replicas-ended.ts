import type { Fact } from '../../../runs/schema/result/findings.ts';
import { isBroken, overlaps } from '../evidence/broken.ts';
import type { Part } from '../evidence/part.ts';
import { drainSeconds, type PodTrack, wasEvicted } from '../evidence/pods.ts';
import { wasWatched } from '../evidence/slots.ts';
import { replacedBy } from '../evidence/starts.ts';
import type { View } from '../evidence/view.ts';
import {
  answersFact,
  eventFacts,
  failedAfterFact,
  inFlightFact,
  podsFact,
  replicasFact,
  spanOf,
} from '../facts.ts';
import { type Rule, whole } from './rule.ts';
import { podsKept, shareFor } from './wanted-replicas.ts';

const endedNear = (part: Part, view: View): PodTrack[] =>
  view.starts.tracks.filter(
    ({ endedSecond, firstReadySecond, goneSecond }) =>
      endedSecond !== null &&
      firstReadySecond !== null &&
      firstReadySecond < endedSecond &&
      overlaps(part, endedSecond, Math.max(endedSecond + drainSeconds, (goneSecond ?? endedSecond) + 1)),
  );

const endedBehind = (parts: readonly Part[], view: View): PodTrack[] => [
  ...new Set(parts.flatMap((part) => endedNear(part, view))),
];

const reasonOf = ({ spans }: PodTrack): string =>
  spans.findLast(({ line }) => line.statusReason !== undefined)?.line.statusReason ?? '';

/** Pods that ended: a fact for each reason that their status tells, and one for those without. */
const endedFacts = (ended: readonly PodTrack[], parts: readonly Part[]): Fact[] =>
  [...Map.groupBy(ended, reasonOf)].flatMap(([reason, tracks]) =>
    podsFact('endedPods', tracks, { ...spanOf(parts), quotes: [reason] }),
  );

/** Replicas were ended (rollout, scale-in, eviction) while they had requests: their connections broke. */
export const replicaReplaced: Rule = {
  cause: 'replicaReplaced',
  share: whole(
    (part, view) => isBroken(part, view) && wasWatched(part, view) && endedNear(part, view).length > 0,
  ),
  facts: (parts, view) => {
    const ended = endedBehind(parts, view);
    const names = new Set(ended.map(({ name }) => name));
    return [
      ...endedFacts(ended, parts),
      ...eventFacts(
        view,
        spanOf(parts),
        ({ objectName, reason }) => names.has(objectName) && reason !== 'Scheduled',
      ),
      ...answersFact(parts),
      ...failedAfterFact(parts),
      ...replicasFact(parts, view),
    ];
  },
  remedies: (parts, view) =>
    isScaleIn(parts, view) ? ['drainBeforeEnd', 'slowerScaleDown'] : ['drainBeforeEnd'],
};

/** Whether fewer replicas were wanted when the pods were ended. */
const isScaleIn = (parts: readonly Part[], view: View): boolean => {
  const { desired } = view.recorded.timeline.cluster;
  return parts.some(({ second }) =>
    [-5, -4, -3, -2, -1, 0, 1, 2].some((by) => {
      const [before, now] = [desired[second + by - 1], desired[second + by]];
      return before != null && now != null && now < before;
    }),
  );
};

/** The pods that were gone while others, in their place, were not ready yet. */
const goneBefore = (parts: readonly Part[], view: View): PodTrack[] => {
  const coming = podsKept(parts, view, 'replacing');
  const replaced = coming.flatMap((track) => replacedBy(track, view.starts));
  return [...new Set([...replaced, ...endedBehind(parts, view)])];
};

/** Replicas were gone, and until others had taken their place those that were left were full. */
export const replicasLost: Rule = {
  cause: 'replicasLost',
  share: shareFor('replacing'),
  facts: (parts, view) => {
    const gone = goneBefore(parts, view);
    const names = new Set(gone.map(({ name }) => name));
    return [
      ...endedFacts(gone, parts),
      ...eventFacts(
        view,
        spanOf(parts),
        ({ objectName, type }) => names.has(objectName) && type === 'Warning',
      ),
      ...podsFact('newPods', podsKept(parts, view, 'replacing'), spanOf(parts)),
      ...replicasFact(parts, view),
      ...inFlightFact(parts, view),
      ...failedAfterFact(parts),
    ];
  },
  remedies: (parts, view) => {
    const gone = goneBefore(parts, view);
    return [
      'spareReplicas',
      ...(gone.some(wasEvicted) ? (['requestWhatIsUsed'] as const) : []),
      ...(gone.every(wasEvicted) ? [] : (['replaceBeforeEnd'] as const)),
      'shortenStart',
    ];
  },
};
