import { isOk } from '../../../runs/schema/outcome.ts';
import type { Timeline } from '../../../runs/schema/timeline.ts';
import { sumOf } from '../../stats/sum.ts';

/** A service that is still short of replicas after so long tells nothing of the first ones any more. */
const answersWithinSeconds = 30;

const okIn = ({ load }: Timeline, second: number): number =>
  sumOf(
    Object.entries(load.outcomes).map(([outcome, column]) => (isOk(outcome) ? (column[second] ?? 0) : 0)),
  );

const failedIn = ({ load }: Timeline, second: number): number =>
  sumOf(
    Object.entries(load.outcomes).map(([outcome, column]) => (isOk(outcome) ? 0 : (column[second] ?? 0))),
  );

/**
 * The second in which new replicas showed: more requests were answered well than in any second since the decision. Answers
 * do not say which replica gave them, so this is told only where requests failed before, that is where replicas were short.
 *
 * @returns null: it did not show
 */
export const answeredSecond = (
  timeline: Timeline,
  { decisionSecond, readySecond }: { readonly decisionSecond: number; readonly readySecond: number },
): number | null => {
  const [from, ready] = [Math.max(0, Math.floor(decisionSecond)), Math.floor(readySecond)];
  const before = Array.from({ length: Math.max(0, ready - from) }, (_, i) => from + i);
  if (!before.some((second) => failedIn(timeline, second) > 0)) return null;
  const most = before.reduce((high, second) => Math.max(high, okIn(timeline, second)), 0);
  for (let second = ready; second < Math.min(timeline.seconds, ready + answersWithinSeconds); second++)
    if (okIn(timeline, second) > most) return second;
  return null;
};
