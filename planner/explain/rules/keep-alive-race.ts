import type { Part } from '../evidence/part.ts';
import { wasWatched } from '../evidence/slots.ts';
import { isUntouched } from '../evidence/untouched.ts';
import type { View } from '../evidence/view.ts';
import { answersFact, factOf, failedAfterFact, headersFact, podName, spanOf } from '../facts.ts';
import { type Rule, whole } from './rule.ts';

/** Above this median a failure took longer than a broken connection does. */
const raceMsMax = 50;

const arePodsUntouched = (part: Part, view: View): boolean =>
  wasWatched(part, view) &&
  view.starts.tracks.length > 0 &&
  isUntouched(part.second, part.untilSecond, view.podChanges);

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
      view.isIdle[part.second]! &&
      arePodsUntouched(part, view) &&
      view.rareWhenIdle.has(part.outcome),
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
