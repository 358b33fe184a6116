import { isBroken, overlaps } from '../evidence/broken.ts';
import type { Part } from '../evidence/part.ts';
import { endedSecond, firstReadySecond, type PodTrack } from '../evidence/pods.ts';
import { wasWatched } from '../evidence/room.ts';
import type { View } from '../evidence/view.ts';
import { answersFact, eventFacts, failedAfterFact, podsFact, replicasFact, spanOf } from '../facts.ts';
import { type Rule, whole } from './rule.ts';

/** A front end may send requests to a replica for so long after its end was asked for. */
const drainSeconds = 5;

const endedNear = (part: Part, view: View): PodTrack[] =>
  view.starts.tracks.filter((track) => {
    const second = endedSecond(track);
    const readySecond = firstReadySecond(track);
    const gone = track.spans.find(({ line }) => line.deleted)?.fromSecond ?? second;
    return (
      second !== null &&
      gone !== null &&
      readySecond !== null &&
      readySecond < second &&
      overlaps(part, second, Math.max(second + drainSeconds, gone + 1))
    );
  });

const endedBehind = (parts: readonly Part[], view: View): PodTrack[] => [
  ...new Set(parts.flatMap((part) => endedNear(part, view))),
];

/** Replicas were ended (rollout, scale-in, eviction) while they had requests. */
export const replicaReplaced: Rule = {
  cause: 'replicaReplaced',
  share: whole(
    (part, view) => isBroken(part, view) && wasWatched(part, view) && endedNear(part, view).length > 0,
  ),
  facts: (parts, view) => {
    const ended = endedBehind(parts, view);
    const names = new Set(ended.map(({ name }) => name));
    const reasons = ended.flatMap(({ spans }) => spans.flatMap(({ line }) => line.statusReason ?? []));
    return [
      ...podsFact('endedPods', ended, { ...spanOf(parts), quotes: reasons }),
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
