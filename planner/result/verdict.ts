import { isOk } from '../../runs/schema/load-series.ts';
import type { Check, Result } from '../../runs/schema/result.ts';
import type { Slo } from '../../runs/schema/run.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import { badSecondsOf, countErrors, errorSecondsOf, stretchesOf } from '../measure/errors.ts';
import { latencySummary, p95Interval } from '../measure/latency.ts';
import type { Sketch } from '../stats/sketch.ts';
import { type FoldedLoad, latencyOf } from '../timeline/fold-load.ts';

const errorShareCheck = ({ total }: FoldedLoad, limit: number): Check => {
  const { failed, requests, share } = countErrors(total.outcomes);
  return {
    objective: 'errorShare',
    unit: 'share',
    measured: share,
    failed,
    requests,
    interval: null,
    limit,
    met: share === null ? null : share <= limit,
  };
};

const latencyCheck = (okLatency: Sketch, limitMs: number): Check => {
  const { count, p95Ms } = latencySummary(okLatency);
  return {
    objective: 'p95Latency',
    unit: 'millisecond',
    measured: p95Ms,
    failed: null,
    requests: count,
    interval: p95Interval(okLatency),
    limit: limitMs,
    met: p95Ms === null ? null : p95Ms <= limitMs,
  };
};

/** Whether the service kept its objectives, with the measured value against each limit and the bad seconds. */
export const verdictOf = (timeline: Timeline, load: FoldedLoad, slo: Slo): Result['verdict'] => {
  const checks = [
    errorShareCheck(load, slo.maxErrorShare),
    ...(slo.p95LatencyMs === undefined ? [] : [latencyCheck(latencyOf(load.total, isOk), slo.p95LatencyMs)]),
  ];
  const met = checks.some((check) => check.met === false)
    ? false
    : checks.some((check) => check.met === null)
      ? null
      : true;
  const bad = badSecondsOf(errorSecondsOf(timeline), slo.maxErrorShare);
  return {
    met,
    checks,
    badSeconds: stretchesOf(bad),
    badSecondsCount: bad.length,
  };
};
