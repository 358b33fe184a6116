import type { Result } from '../../runs/schema/result.ts';
import { spikeResult } from './result.ts';

/** A spike from second 20 to 39 whose p95 is over a limit in ms, with the medians in ms before the load rose and under it. */
export const slowResult = (limit: number, [before, after]: readonly [number, number]): Result => {
  const result = spikeResult();
  const { timeline, verdict } = result;
  const checks = verdict.checks.map((check) =>
    check.objective === 'p95Latency' ? { ...check, limit, met: false } : check,
  );
  const okLatencyP50Ms = timeline.load.okLatencyP50Ms.map((_, second) => (second < 20 ? before : after));
  const load = { ...timeline.load, okLatencyP50Ms };
  return { ...result, verdict: { ...verdict, checks }, timeline: { ...timeline, load } };
};
