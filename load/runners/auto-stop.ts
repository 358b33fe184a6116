import { sumOf } from '../../planner/stats/sum.ts';
import type { LoadPlan } from '../../runs/schema/load-plan.ts';
import type { LoadEnd } from '../../runs/schema/load-series.ts';

/** What ended since the last look, over all runners, and what is in flight for too long now. */
type LoadOfSecond = { readonly ends: number; readonly failedEnds: number; readonly overdue: number };

type AutoStopFacts = NonNullable<LoadEnd['autoStop']>;

/** So many requests a window needs before its share of failures says anything. */
const endsLeast = 10;

/**
 * Decides when a load of several runners that mostly fails is ended: the rule of load/module/autostop.go over the sum of all
 * runners, none of which stops by what it alone sees. Share = (failed ends of the window + overdue now) / (ends + overdue now).
 *
 * @returns a look once a second; it gives the figures for which the load is to end, or null
 */
export const createAutoStop = (
  rule: LoadPlan['limits']['autoStop'],
): ((now: LoadOfSecond) => AutoStopFacts | null) => {
  const window: LoadOfSecond[] = [];
  return (now) => {
    window.push(now);
    if (window.length > rule.windowSeconds) window.shift();
    if (rule.maxErrorShare >= 1 || window.length < rule.windowSeconds) return null;
    const failed = now.overdue + sumOf(window.map(({ failedEnds }) => failedEnds));
    const all = now.overdue + sumOf(window.map(({ ends }) => ends));
    if (all < endsLeast || failed / all < rule.maxErrorShare) return null;
    return { failed, requests: all, overdue: now.overdue, windowSeconds: window.length };
  };
};
