import type { Check, Findings, Result } from '../../runs/schema/result.ts';
import type { Slo } from '../../runs/schema/run.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import { causeWords } from '../explain/causes.ts';
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
    name: 'error share',
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
    name: 'p95 latency of successful requests',
    unit: 'millisecond',
    measured,
    interval: null,
    limit: limitMs,
    met: measured === null ? null : measured <= limitMs,
  };
};

/** Three digits, without zeros at the end: 15.4 %, 1 %, 0.25 %. */
const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

const sentenceOf = (
  met: boolean | null,
  errorShare: Check,
  badSecondsCount: number,
  findings: Findings,
): string => {
  if (met === null || errorShare.measured === null)
    return 'No request was answered: nothing can be said about the SLO.';
  const head = met ? 'The SLO is met' : 'The SLO is not met';
  const share = `${percent(errorShare.measured)} of the requests failed (limit ${percent(errorShare.limit)})`;
  const main = findings.findings[0];
  if (main === undefined || badSecondsCount === 0) return `${head}: ${share}.`;
  const where = `${badSecondsCount} bad second${badSecondsCount === 1 ? '' : 's'}`;
  return `${head}: ${share} in ${where}, mostly because ${causeWords[main.cause].title}.`;
};

/** Whether the service kept its objectives, with the measured value against each limit and the bad seconds. */
export const verdictOf = (
  timeline: Timeline,
  okLatency: Sketch,
  slo: Slo,
  findings: Findings,
): Result['verdict'] => {
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
    sentence: sentenceOf(met, errorShare, bad.length, findings),
    checks,
    badSeconds: stretchesOf(bad),
    badSecondsCount: bad.length,
  };
};
