import type { Part } from '../evidence/part.ts';
import { isLowRate, wasWatched } from '../evidence/slots.ts';
import type { View } from '../evidence/view.ts';
import { answersFact, factOf, failedAfterFact, headersFact, podName, spanOf } from '../facts.ts';
import { type Rule, whole } from './rule.ts';

/** Above this median a failure took longer than a broken connection does. */
const raceMsMax = 50;
/** No pod may have changed for so long before and after. */
const untouchedSeconds = 2;
/** Below this rate connections are idle for long enough, whatever the highest rate is. */
const idleRatePerSecondMax = 10;
/** More failures than this share are no rare ones. */
const rareShareMax = 0.34;

const isIdleSecond = ({ second }: Pick<Part, 'second'>, view: View): boolean =>
  view.recorded.timeline.load.offeredRatePerSecond.every((rate) => rate <= idleRatePerSecondMax) ||
  isLowRate(view, second);

/** Whether no pod came, went or changed for a while around some seconds. */
const isUntouched = (fromSecond: number, toSecond: number, { starts }: View): boolean =>
  starts.tracks.every(
    ({ spans }) =>
      spans.every(
        (span, i) =>
          i === 0 ||
          span.fromSecond < fromSecond - untouchedSeconds ||
          span.fromSecond > toSecond + untouchedSeconds,
      ) && spans[0]!.fromSecond < Math.max(0, fromSecond - untouchedSeconds),
  );

const arePodsUntouched = (part: Part, view: View): boolean =>
  wasWatched(part, view) && view.starts.tracks.length > 0 && isUntouched(part.second, part.untilSecond, view);

/** At the busy seconds, where connections are never idle, it fails less often. */
const isRarer = ({ outcome }: Part, view: View): boolean => {
  const column = view.recorded.timeline.load.outcomes[outcome]!;
  const sum = (isIdle: boolean) => {
    let [failed, sent] = [0, 0];
    column.forEach((n, second) => {
      if (isIdleSecond({ second }, view) !== isIdle || !isUntouched(second, second + 1, view)) return;
      failed += n;
      sent += view.sent[second]!;
    });
    return sent === 0 ? null : failed / sent;
  };
  const [idle, busy] = [sum(true), sum(false)];
  return idle !== null && idle <= rareShareMax && (busy === null || busy < idle / 2);
};

/** Whether the front end itself was away: then a broken connection is no race. */
const wasRefused = ({ second }: Part, { recorded: { timeline } }: View): boolean =>
  ['refused', 'dial', 'dns', 'tls'].some((outcome) =>
    [second - 1, second, second + 1, second + 2].some(
      (at) => (timeline.load.outcomes[outcome]?.[at] ?? 0) > 0,
    ),
  );

const raceOutcomes = new Set(['502', 'reset', 'other', '503']);

/** A kept connection that the server had closed a moment before: rare, at once, on idle connections, pods untouched. */
export const keepAliveRace: Rule = {
  cause: 'keepAliveRace',
  share: whole(
    (part, view) =>
      raceOutcomes.has(part.outcome) &&
      !wasRefused(part, view) &&
      part.medianMs !== null &&
      part.medianMs <= raceMsMax &&
      isIdleSecond(part, view) &&
      arePodsUntouched(part, view) &&
      isRarer(part, view),
  ),
  facts: (parts, view) => {
    const failing = new Set(parts.map(({ second }) => second));
    const rates = (isFailing: boolean) => {
      const own = view.sent.filter((_, second) => failing.has(second) === isFailing);
      return own.length === 0 ? 0 : own.reduce((sum, n) => sum + n, 0) / own.length;
    };
    const { tracks } = view.starts;
    return [
      ...failedAfterFact(parts),
      factOf('rate', spanOf(parts), {
        file: 'load.ndjson',
        n: failing.size,
        numbers: { ratePerSecond: rates(true), otherRatePerSecond: rates(false) },
      }),
      factOf('podsUntouched', spanOf(parts), {
        n: tracks.length,
        objects: tracks.map(({ name }) => podName(name)),
      }),
      ...headersFact(parts),
      ...answersFact(parts),
    ];
  },
};
