import { saysNotLoaded } from '../evidence/answers.ts';
import type { Part } from '../evidence/part.ts';
import { firstReadySecond, firstSeenSecond, isAlive, type PodTrack, podAt } from '../evidence/pods.ts';
import type { View } from '../evidence/view.ts';
import { answersFact, podsFact, replicasFact, spanOf } from '../facts.ts';
import { type Rule, whole } from './rule.ts';

/** Replicas count as new for so long after they became ready. */
const newForSeconds = 120;

const newPodsAt = (view: View, second: number): PodTrack[] =>
  view.starts.tracks.filter((track) => {
    const ready = firstReadySecond(track);
    const isNew = firstSeenSecond(track) > 0 || (ready ?? 0) > 0;
    return (
      isNew &&
      ready !== null &&
      ready <= second + 1.5 &&
      second - ready <= newForSeconds &&
      isAlive(podAt(track, second + 1))
    );
  });

/** Failures beyond the share of the new replicas by this much were not theirs. */
const shareSlack = 0.35;

/** Answers of a model that is not there, which other replicas answer well, in the first time of new replicas. */
const isOfNewPods = (part: Part, view: View): boolean => {
  const fresh = newPodsAt(view, part.second);
  if (fresh.length === 0) return false;
  const ready = view.recorded.timeline.cluster.ready[part.second] ?? fresh.length;
  const [sent, failed] = [view.sent[part.second]!, part.requests];
  const column = view.recorded.timeline.load.outcomes[part.outcome]!;
  const firstReady = Math.min(...fresh.map((track) => firstReadySecond(track)!));
  const isUnknownBefore = column.slice(0, Math.max(0, Math.floor(firstReady) - 1)).every((n) => n === 0);
  const isTheirs = fresh.length >= ready || failed / Math.max(1, sent) <= fresh.length / ready + shareSlack;
  return isUnknownBefore && isTheirs && view.ok.some((n) => n > 0);
};

const isLikeUnloaded = ({ status, meaning, answers }: Part): boolean =>
  answers.some(saysNotLoaded) || (/^4\d\d$/.test(status) && meaning === undefined);

/** New replicas were Ready before their model was there. */
export const notYetLoaded: Rule = {
  cause: 'notYetLoaded',
  share: whole((part, view) => isLikeUnloaded(part) && isOfNewPods(part, view)),
  facts: (parts, view) => {
    const fresh = [...new Set(parts.flatMap(({ second }) => newPodsAt(view, second)))];
    const ready = view.recorded.timeline.cluster.ready[parts[0]!.second] ?? fresh.length;
    return [
      ...podsFact('newPods', fresh, {
        ...spanOf(parts),
        numbers: { share: Math.min(1, fresh.length / Math.max(1, ready)) },
      }),
      ...answersFact(parts),
      ...replicasFact(parts, view),
    ];
  },
};
