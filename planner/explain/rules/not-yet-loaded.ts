import { sumOf } from '../../stats/sum.ts';
import { saysNotLoaded } from '../evidence/answers.ts';
import type { Part } from '../evidence/part.ts';
import { firstSeenSecond, isAlive, type PodTrack, podAt } from '../evidence/pods.ts';
import type { View } from '../evidence/view.ts';
import { answersFact, podsFact, replicasFact, spanOf } from '../facts.ts';
import type { Rule } from './rule.ts';

/** Replicas count as new for so long after they became ready. */
const newForSeconds = 120;

const newPodsAt = (view: View, second: number): PodTrack[] =>
  view.starts.tracks.filter((track) => {
    const ready = track.firstReadySecond;
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

/**
 * The share of an outcome's requests in a second that went where it was unknown before new replicas came: to one of several
 * endpoints, where another one may have been answered so all the time.
 */
const unknownBeforeShare = (
  { outcome, second }: Part,
  { timeline }: View['recorded'],
  firstReady: number,
) => {
  const columns = (timeline.endpoints ?? [timeline.load]).flatMap(({ outcomes }) =>
    outcomes[outcome] ? [outcomes[outcome]] : [],
  );
  const until = Math.max(0, Math.floor(firstReady) - 1);
  const inSecond = (of: readonly (readonly number[])[]): number => sumOf(of.map((column) => column[second]!));
  const isUnknown = (column: readonly number[]): boolean => column.slice(0, until).every((n) => n === 0);
  return inSecond(columns.filter(isUnknown)) / Math.max(1, inSecond(columns));
};

/** The share of answers of a model that is not there, which other replicas answer well, in the first time of new replicas. */
const ofNewPods = (part: Part, view: View): number => {
  const fresh = newPodsAt(view, part.second);
  if (fresh.length === 0 || !view.hasSuccess) return 0;
  const ready = view.recorded.timeline.cluster.ready[part.second] ?? fresh.length;
  const firstReady = Math.min(...fresh.map(({ firstReadySecond }) => firstReadySecond!));
  const share = unknownBeforeShare(part, view.recorded, firstReady);
  const failed = (share * part.requests) / Math.max(1, view.sent[part.second]!);
  const isTheirs = fresh.length >= ready || failed <= fresh.length / ready + shareSlack;
  return isTheirs ? share : 0;
};

const isLikeUnloaded = ({ status, meaning, answers }: Part): boolean =>
  answers.some(saysNotLoaded) || (/^4\d\d$/.test(status) && meaning === undefined);

/** New replicas were Ready before their model was there. */
export const notYetLoaded: Rule = {
  cause: 'notYetLoaded',
  share: (part, view) => (isLikeUnloaded(part) ? ofNewPods(part, view) : 0),
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
