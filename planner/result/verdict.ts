import type { Check, Result } from '../../runs/schema/result.ts';
import type { Slo } from '../../runs/schema/run.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import { badSecondsOf, errorSecondsOf, stretchesOf } from '../measure/errors.ts';
import { errorShareInterval } from '../stats/error-share-interval.ts';
import { isInterval } from '../stats/interval.ts';
import { quantileOf, type Sketch } from '../stats/sketch.ts';

const confidence = 0.95;

const errorShareCheck = (timeline: Timeline, slo: Slo): Check => {
  const { errors, requests } = errorSecondsOf(timeline);
  const [failed, total] = [errors, requests].map((column) => column.reduce((sum, n) => sum + n, 0)) as [
    number,
    number,
  ];
  const interval = errorShareInterval(errors, requests, confidence);
  const measured = total === 0 ? null : failed / total;
  return {
    objective: 'errorShare',
    unit: 'share',
    measured,
    interval: isInterval(interval) ? interval : null,
    limit: slo.maxErrorShare,
    met: measured === null ? null : measured <= slo.maxErrorShare,
  };
};

const latencyCheck = (okLatency: Sketch, limitMs: number): Check => {
  const measured = quantileOf(okLatency, 0.95) ?? null;
  return {
    objective: 'p95Latency',
    unit: 'millisecond',
    measured,
    interval: null,
    limit: limitMs,
    met: measured === null ? null : measured <= limitMs,
  };
};

/** Whether the service kept its objectives, with the measured value against each limit and the bad seconds. */
export const verdictOf = (timeline: Timeline, okLatency: Sketch, slo: Slo): Result['verdict'] => {
  const errorShare = errorShareCheck(timeline, slo);
  const checks = [
    errorShare,
    ...(slo.p95LatencyMs === undefined ? [] : [latencyCheck(okLatency, slo.p95LatencyMs)]),
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
