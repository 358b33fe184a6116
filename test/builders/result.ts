import type { Phase } from '../../runs/schema/load/load.ts';
import type { Timeline } from '../../runs/schema/result/timeline.ts';
import type { Latency, PhaseSummary, Result } from '../../runs/schema/result.ts';
import { findingWith, requestsFact } from './finding.ts';

import {
  isOk,
  latencyOf,
  outcomesOf,
  type Request,
  rateAt,
  round,
  seconds,
  spikeRequests,
} from './spike-requests.ts';
import { spikePhases, spikeRun, startedAtMs } from './spike-run.ts';

/** Of a run whose watch was never cut. */
export const seenWhole: Result['scaling']['partlySeen'] = {
  peakDesired: false,
  peakReady: false,
  firstDecisionSecond: false,
  firstNewReadySecond: false,
};

const noLatency: Latency = {
  count: 0,
  meanMs: null,
  p50Ms: null,
  p90Ms: null,
  p95Ms: null,
  p99Ms: null,
  maxMs: null,
};
const latency = (count: number, ms: number): Latency => ({
  count,
  meanMs: ms,
  p50Ms: ms,
  p90Ms: ms,
  p95Ms: ms,
  p99Ms: ms,
  maxMs: ms,
});

const wide = (mid: number, by: number) => ({ low: mid - by, mid, high: mid + by, confidence: 0.95 });

const phaseSummary = (of: Phase, requests: readonly Request[]): PhaseSummary => {
  const failed = requests.filter((one) => !isOk(one)).length;
  const share = failed / requests.length;
  return {
    name: of.name,
    kind: of.kind,
    fromSecond: of.startSeconds,
    toSecond: of.startSeconds + of.durationSeconds,
    planned: rateAt(of.startSeconds) * of.durationSeconds,
    arrivals: requests.length,
    requests: requests.length,
    exceptions: 0,
    dropped: 0,
    ok: requests.length - failed,
    failed,
    errorShare: share,
    outcomes: outcomesOf(requests),
    okLatency: latencyOf(requests.filter(isOk)),
  };
};

const desiredAt = (second: number): number => (second < 22 ? 4 : second === 22 ? 8 : 12);
const readyAt = (second: number): number => (second < 30 ? 4 : second === 30 ? 7 : second < 33 ? 10 : 12);
const column = <Value>(of: (second: number) => Value): Value[] =>
  Array.from({ length: seconds }, (_, i) => of(i));

const timelineOf = (requests: readonly Request[]): Timeline => {
  const bySecond = column((second) => requests.filter((one) => one.second === second));
  const latencies = bySecond.map(latencyOf);
  const ok = bySecond.map((all) => latencyOf(all.filter(isOk)));
  const failed = bySecond.map((all) => latencyOf(all.filter((one) => !isOk(one))));
  const busy = bySecond.map((all, i) =>
    Math.min(readyAt(i) * 0.99, (round(all.filter(isOk).length * 0.1) ?? 0) + 0.1),
  );
  const countOf = (outcome: string) =>
    bySecond.map((all) => all.filter((one) => one.outcome === outcome).length);
  return {
    schemaVersion: 1,
    startedAtMs,
    seconds,
    phases: [...spikePhases],
    slotsPerReplica: 1,
    load: {
      offeredRatePerSecond: column(rateAt),
      planned: column(rateAt),
      arrivals: bySecond.map((all) => all.length),
      requests: bySecond.map((all) => all.length),
      exceptions: column(() => 0),
      outcomes: { '200': countOf('200'), '503': countOf('503'), '504': countOf('504') },
      unanswered: column(() => 0),
      dropped: column(() => 0),
      latencyP50Ms: latencies.map((one) => one.p50Ms),
      latencyP95Ms: latencies.map((one) => one.p95Ms),
      latencyP99Ms: latencies.map((one) => one.p99Ms),
      okLatencyP50Ms: ok.map((one) => one.p50Ms),
      okLatencyP95Ms: ok.map((one) => one.p95Ms),
      failedLatencyP50Ms: failed.map((one) => one.p50Ms),
      serviceMeanMs: column((second) => 98 + (second % 5)),
      inFlight: busy.map((slots) => Math.round(slots) + 1),
      latenessP50Ms: column(() => 0.1),
      latenessP99Ms: column(() => 0.9),
      connections: column((second) => (second === 0 ? 2 : 0)),
      generatorAtFault: column(() => false),
    },
    cluster: {
      known: true,
      desired: column(desiredAt),
      ready: column(readyAt),
      pending: column((second) => desiredAt(second) - readyAt(second)),
      busySlots: busy.map(round),
      utilization: busy.map((slots, i) => round(slots / readyAt(i))),
      busySlotsFrom: 'serviceTimeHeader',
    },
    clock: { offsetMs: 3, uncertaintyMs: 12 },
    lost: [],
  };
};

const judgement: Pick<
  Result,
  'verdict' | 'findings' | 'scaling' | 'serviceTime' | 'correlations' | 'pageFormula' | 'health'
> = {
  verdict: {
    met: false,
    checks: [
      {
        endpoint: null,
        objective: 'errorShare',
        unit: 'share',
        measured: 0.135,
        failed: 270,
        requests: 2000,
        interval: null,
        limit: 0.01,
        met: false,
      },
      {
        endpoint: null,
        objective: 'p95Latency',
        unit: 'millisecond',
        measured: 264,
        failed: null,
        requests: 1730,
        interval: { low: 246, mid: 264, high: 285, confidence: 0.95 },
        limit: 500,
        met: true,
      },
    ],
    badSeconds: [{ fromSecond: 21, toSecond: 37 }],
    badSecondsCount: 17,
  },
  findings: [
    findingWith({
      requests: 239,
      share: 239 / 270,
      seconds: [22, 23, 24, 25, 26, 27, 28, 29, 30],
      evidence: [
        requestsFact({ fromSecond: 22, toSecond: 30, n: 239 }),
        requestsFact({
          code: 'replicas',
          file: 'cluster.ndjson',
          fromSecond: 22,
          toSecond: 30,
          n: 9,
          objects: [],
          numbers: { desired: 12, ready: 4 },
        }),
      ],
    }),
    findingWith({
      cause: 'waitingForDecision',
      requests: 22,
      share: 22 / 270,
      seconds: [21],
      evidence: [requestsFact({ toSecond: 21, n: 22 })],
      remedies: ['raiseMin'],
    }),
    findingWith({
      cause: 'modelSlowerThanTimeout',
      outcomes: ['504'],
      requests: 9,
      share: 9 / 270,
      seconds: [31, 32, 33, 34, 35, 36, 37],
      evidence: [requestsFact({ fromSecond: 31, toSecond: 37, n: 9, objects: ['504'] })],
      remedies: ['raiseTimeout', 'speedUpModel'],
    }),
  ],
  scaling: {
    firstErrorSecond: 21,
    riseSecond: 20,
    firstDecisionSecond: 22,
    firstNewReadySecond: 30,
    meanReady: 8.1,
    peakDesired: 12,
    peakReady: 12,
    partlySeen: seenWhole,
    secondsToRecover: 18,
    startupLagSeconds: wide(8.4, 0.9),
    startups: 8,
    lagPartsSeconds: { decide: 0.1, schedule: 0.4, node: null, pull: 2.1, init: 5.8 },
  },
  serviceTime: { meanMs: 100, from: 'header' },
  correlations: [
    { outcome: '503', against: 'utilization', lagSeconds: 0, coefficient: wide(0.86, 0.09), seconds: 60 },
    { outcome: '503', against: 'offeredLoad', lagSeconds: 1, coefficient: wide(0.91, 0.06), seconds: 60 },
    {
      outcome: '504',
      against: 'utilization',
      lagSeconds: 9,
      coefficient: { kind: 'notEnoughData', what: 'pairsThatVary', need: 10, have: 7 },
      seconds: 60,
    },
  ],
  pageFormula: {
    kind: 'pageFormula',
    ratePerSecond: 80,
    serviceMs: 100,
    serviceFrom: 'header',
    targetUtilization: 0.7,
    slotsPerReplica: 1,
    replicas: 12,
    currentMinReplicas: 4,
    currentMaxReplicas: 12,
  },
  health: [
    { check: 'run', status: 'ok' },
    { check: 'telemetry', status: 'ok', lostReasons: [], unreadableLines: 0, linesLost: 0, hasEnd: true },
    { check: 'answers', status: 'ok', sent: 2000, ended: 2000 },
    { check: 'plan', status: 'ok', phasesOff: [] },
    {
      check: 'generator',
      status: 'ok',
      dropped: 0,
      late: 0,
      lateMsLimit: 250,
      stalledMs: 0,
      secondsAtFault: 0,
      cpuSeconds: 2.5,
    },
    {
      check: 'cluster',
      status: 'warning',
      unknownBecause: null,
      gaps: 0,
      unread: [{ resource: 'nodes', reason: 'forbidden' }],
    },
    { check: 'clock', status: 'ok', offset: { offsetMs: 3, uncertaintyMs: 12 } },
  ],
};

/** The spike as its one endpoint has it. */
const wholeOf = (): Omit<Result, 'endpoints'> => {
  const requests = spikeRequests();
  return {
    schemaVersion: 1,
    run: spikeRun,
    ...structuredClone(judgement),
    totals: {
      planned: 2000,
      arrivals: requests.length,
      requests: requests.length,
      exceptions: 0,
      resent: 0,
      answered: requests.length,
      unanswered: 0,
      dropped: 0,
      outcomes: outcomesOf(requests),
      latency: {
        all: latencyOf(requests),
        ok: latencyOf(requests.filter(isOk)),
        failed: latencyOf(requests.filter((one) => !isOk(one))),
      },
      service: {
        ...latencyOf(requests.filter(isOk)),
        meanMs: 100,
        p50Ms: 99,
        p90Ms: 112,
        p95Ms: 118,
        p99Ms: 131,
        maxMs: 160,
      },
      lateness: latency(2000, 0.1),
      userWait: noLatency,
      connect: latency(38, 0.4),
      tls: noLatency,
    },
    connections: { mode: 'reuse', maxAgeSeconds: null, opened: 38 },
    samples: [],
    loadAsPlanned: { faults: [] },
    phases: spikePhases.map((of) =>
      phaseSummary(
        of,
        requests.filter((one) => one.second >= of.startSeconds && one.second < of.startSeconds + 20),
      ),
    ),
    timeline: timelineOf(requests),
  };
};

/**
 * A realistic result: 10 -> 80 -> 10 requests/s in 60 s, 2,000 answers, of them 261 x 503 in the 10 s from 0:21
 * (most: 36 in 0:23) and 9 x 504 of 3 s in the 7 s after. Four replicas until 0:29, twelve from 0:33. Every
 * quantile is an answer that happened; totals, phases and seconds are made from the same requests, so they agree.
 * `overrides` replace whole fields. Same bytes on every call.
 */
export const spikeResult = (overrides: Partial<Result> = {}): Result => {
  const result = { ...wholeOf(), ...overrides };
  const { verdict, totals, phases, serviceTime } = result;
  return { endpoints: [{ name: 'default', share: 1, verdict, totals, phases, serviceTime }], ...result };
};
