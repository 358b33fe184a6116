import type { Phase } from '../../runs/schema/load/load.ts';
import type { Timeline } from '../../runs/schema/result/timeline.ts';
import type { Latency, Result } from '../../runs/schema/result.ts';
import { seenWhole, spikeResult } from './result.ts';
import { spikeRun, startedAtMs } from './spike-run.ts';

const noLatency: Latency = {
  count: 0,
  meanMs: null,
  p50Ms: null,
  p90Ms: null,
  p95Ms: null,
  p99Ms: null,
  maxMs: null,
};
const missing = { kind: 'notEnoughData', what: 'successfulRequests', need: 1, have: 0 } as const;

const mapColumns = <Group extends object>(group: Group, change: (column: unknown[]) => unknown[]): Group =>
  Object.fromEntries(
    Object.entries(group).map(([name, value]) => [name, Array.isArray(value) ? change(value) : value]),
  ) as Group;

/** The timeline with other columns: cut, repeated or blanked, all alike. */
const reshaped = (
  timeline: Timeline,
  seconds: number,
  change: (column: unknown[]) => unknown[],
): Timeline => ({
  ...timeline,
  seconds,
  load: { ...mapColumns(timeline.load, change), outcomes: mapColumns(timeline.load.outcomes, change) },
  cluster: mapColumns(timeline.cluster, change),
});

/** Only the first `seconds` of the recording exist; totals and findings stay as they are. */
export const croppedResult = (seconds: number): Result => {
  const result = spikeResult();
  return { ...result, timeline: reshaped(result.timeline, seconds, (column) => column.slice(0, seconds)) };
};

/** `times` spikes one after the other: 60 s each, with the same requests in each. */
export const longResult = (times: number): Result => {
  const result = spikeResult();
  return {
    ...result,
    timeline: reshaped(result.timeline, 60 * times, (column) => Array(times).fill(column).flat()),
  };
};

/** No access to the cluster: every replica column is unknown. */
export const unknownClusterResult = (): Result => {
  const result = spikeResult();
  const { cluster, ...timeline } = result.timeline;
  const blank = mapColumns(cluster, (column) => column.map(() => null));
  return {
    ...result,
    run: { ...spikeRun, config: { ...spikeRun.config, cluster: null, autoscaler: null } },
    timeline: { ...timeline, cluster: { ...blank, known: false, busySlotsFrom: 'unknown' } },
    scaling: {
      firstErrorSecond: 21,
      riseSecond: 20,
      firstDecisionSecond: null,
      firstNewReadySecond: null,
      meanReady: null,
      peakDesired: null,
      peakReady: null,
      partlySeen: seenWhole,
      secondsToRecover: missing,
      startupLagSeconds: missing,
      startups: 0,
      lagPartsSeconds: { decide: null, schedule: null, node: null, pull: null, init: null },
    },
    correlations: [],
  };
};

const nothing = (result: Result): Result => ({
  ...result,
  verdict: {
    met: null,
    checks: result.verdict.checks.map((check) => ({ ...check, measured: null, interval: null, met: null })),
    badSeconds: [],
    badSecondsCount: 0,
  },
  totals: {
    ...result.totals,
    answered: 0,
    outcomes: {},
    latency: { all: noLatency, ok: noLatency, failed: noLatency },
    service: noLatency,
  },
  findings: [],
  correlations: [],
  serviceTime: null,
  pageFormula: missing,
});

/** Requests were sent, and not one was heard of again. */
export const unansweredResult = (): Result => {
  const result = nothing(spikeResult());
  const { load } = result.timeline;
  const blank = load.arrivals.map(() => null);
  return {
    ...result,
    totals: { ...result.totals, unanswered: 2000 },
    timeline: {
      ...result.timeline,
      load: {
        ...load,
        outcomes: {},
        unanswered: [...load.arrivals],
        latencyP50Ms: blank,
        latencyP95Ms: blank,
        latencyP99Ms: blank,
        okLatencyP50Ms: blank,
        okLatencyP95Ms: blank,
        failedLatencyP50Ms: blank,
        serviceMeanMs: blank,
      },
    },
  };
};

/** The tool was killed before the first second of load: nothing but `run.json`. */
export const emptyResult = (): Result => {
  const result = nothing(croppedResult(0));
  return {
    ...result,
    run: {
      ...spikeRun,
      status: 'running',
      loadStartedAtMs: null,
      endedAtMs: null,
      k6Exit: null,
      preflight: null,
    },
    totals: { ...result.totals, arrivals: 0, requests: 0 },
    timeline: { ...result.timeline, cluster: { ...result.timeline.cluster, known: false } },
    phases: [],
    health: [],
    scaling: { ...unknownClusterResult().scaling, firstErrorSecond: null },
  };
};

/** Ctrl-C after 41 s. */
export const interruptedResult = (): Result => ({
  ...croppedResult(41),
  run: {
    ...spikeRun,
    status: 'interrupted',
    stopped: { by: 'user', reason: { code: 'ctrlC' }, atMs: startedAtMs + 41_000 },
  },
});

/** The same minute as a staircase of `steps` levels. */
export const manyPhasesResult = (steps: number): Result => {
  const result = spikeResult();
  const durationSeconds = 60 / steps;
  const phases = Array.from(
    { length: steps },
    (_, i): Phase => ({
      name: `step-${i + 1}`,
      kind: 'step',
      startSeconds: i * durationSeconds,
      durationSeconds,
      pieces: [{ durationSeconds, fromRatePerSecond: 10, toRatePerSecond: 10 }],
    }),
  );
  return {
    ...result,
    phases: phases.map(({ name, kind, startSeconds }) => ({
      ...result.phases[0]!,
      name,
      kind,
      fromSecond: startSeconds,
      toSecond: startSeconds + durationSeconds,
    })),
    timeline: { ...result.timeline, phases },
  };
};

/** The SLO is met, and of two thresholds of the script one is missed. */
export const thresholdMissedResult = (): Result => {
  const result = spikeResult();
  const { verdict } = result;
  return {
    ...result,
    verdict: {
      ...verdict,
      met: false,
      checks: verdict.checks.map((check) => ({ ...check, met: true })),
      thresholds: [
        { metric: 'bad_bodies', expression: 'count<1', met: false },
        { metric: 'http_req_duration', expression: 'p(95)<400', met: true },
      ],
    },
  };
};

/** A service that fails at every load: 2 of 10 requests before the rise, 16 of 80 from it on, for no known reason. */
export const brokenServiceResult = ({
  outcome = '500',
  perSecond: [before, after] = [2, 16],
}: {
  readonly outcome?: string;
  readonly perSecond?: readonly [before: number, after: number];
} = {}): Result => {
  const result = spikeResult();
  const { timeline } = result;
  const counts = (calm: number, risen: number): number[] =>
    Array.from({ length: timeline.seconds }, (_, second) => (second < 20 ? calm : risen));
  const outcomes = { '200': counts(10 - before, 80 - after), [outcome]: counts(before, after) };
  const finding = { ...result.findings[0]!, cause: 'cantTell' as const, outcomes: [outcome], remedies: [] };
  return {
    ...result,
    findings: [finding],
    timeline: { ...timeline, load: { ...timeline.load, outcomes } },
  };
};
