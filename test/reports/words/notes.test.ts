import { describe, expect, it } from 'vitest';
import { noteText } from '../../../reports/words/plan/notes.ts';
import { refusalLine, refusalParts, runNextLines } from '../../../reports/words/plan/refusal.ts';
import type { Note, Refusal } from '../../../runs/schema/plan/notes.ts';

const startups = {
  code: 'startupLagMeasured',
  startups: 8,
  wholeShare: 0,
  unfinished: 0,
  waitedForNode: 0,
} as const;

const cases: readonly (readonly [Note, string])[] = [
  [
    { code: 'peakDoesNotFit', replicas: 8, needed: 12, missing: ['cpu', 'memory'] },
    'The peak can’t be scheduled: it needs about 12 replicas, and the nodes hold 8 (too little cpu, memory).',
  ],
  [
    { code: 'peakDoesNotFit', replicas: 8, needed: 12, missing: [] },
    'The peak can’t be scheduled: it needs about 12 replicas, and the nodes hold 8.',
  ],
  [startups, '8 start-ups, from the decision to the ready replica'],
  [
    { ...startups, startups: 1, wholeShare: 0.5, unfinished: 2, waitedForNode: 1 },
    '1 start-up, from the decision to the ready replica; 50 % of them from times that the cluster cuts to whole seconds, which is corrected for; 2 more were not ready when last seen and count as longer; the time in which no node had room for 1 of them is left out',
  ],
  [
    { code: 'rejectedAtOnce', count: 324, withinMs: 50, ready: { least: 2, most: 7 } },
    '324 rejections came within 50 ms, while 2 to 7 replicas were ready: the queue may have a length limit, which the model leaves out.',
  ],
  [
    { code: 'rejectedAtOnce', count: 324, withinMs: 50, ready: { least: 0, most: 1 } },
    '324 rejections came within 50 ms, while 0 to 1 replica was ready: where some were, the queue may have a length limit, which the model leaves out.',
  ],
  [
    { code: 'rejectedAtOnce', count: 324, withinMs: 50, ready: { least: 0, most: 0 } },
    '324 rejections came within 50 ms, while no replica was ready.',
  ],
  [
    { code: 'rejectedAtOnce', count: 324, withinMs: 50 },
    '324 rejections came within 50 ms. How many replicas were ready then was not seen: if none was, that is why; else the queue may have a length limit, which the model leaves out.',
  ],
  [
    {
      code: 'simulatedOtherwise',
      figures: [{ figure: 'errorShare', measured: 0.0986, low: 0.145, high: 0.229 }],
    },
    'Under the settings in use, 9.9 % of the recorded requests failed, in simulation 14.5 % to 22.9 % do. The service may hold more than is said here: only a run can show it.',
  ],
  [
    {
      code: 'simulatedOtherwise',
      figures: [{ figure: 'p95Latency', measured: 3736, low: 1508, high: 2680 }],
    },
    'Under the settings in use, the recorded p95 latency is 3.74 s, the simulated one 1.51 s to 2.68 s. The service may hold less than is said here: only a run can show it.',
  ],
  [
    {
      code: 'simulatedOtherwise',
      figures: [
        { figure: 'errorShare', measured: 0, low: 0.02, high: 0.04 },
        { figure: 'p95Latency', measured: 900, low: 300, high: 500 },
      ],
    },
    'Under the settings in use, 0 % of the recorded requests failed, in simulation 2 % to 4 % do; the recorded p95 latency is 900 ms, the simulated one 300 ms to 500 ms. What is said here may be off either way: only a run can show it.',
  ],
  [
    { code: 'unusualRun', measured: 0.22, low: 0.041, mid: 0.11, high: 0.24 },
    'The recorded run was a hard one of its kind: 22 % of its requests failed. Simulated runs of the same load and settings have 4.1 % to 24 %, their median is 11 %.',
  ],
  [
    { code: 'beganOtherwise', ready: 1, kept: 3, isRead: true },
    'When the load began, 1 replica was ready, and the settings that were read keep 3 without load: some were missing. Record again once the service is at rest.',
  ],
  [
    { code: 'beganOtherwise', ready: 1, kept: 0, isRead: true, wokenMs: 5330 },
    'When the load began, 1 replica was ready, and the settings that were read keep none without load. The test’s own first request, which comes before the load, wakes such a service; it took 5.33 s. So the load met a service that was awake, and tells nothing of a start from zero.',
  ],
  [
    { code: 'idleBesideMinimum', object: 'ScaledObject score', idleReplicas: 0, minReplicas: 4 },
    'The minimum of 4 counts only while a trigger of ScaledObject score is active: else KEDA keeps 0, by idleReplicaCount. What is said here begins with the minimum, and after a rest the first requests wait for a start-up or fail: remove idleReplicaCount where that must not be.',
  ],
  [
    { code: 'idleBesideMinimum', object: 'ScaledObject score', idleReplicas: 2, minReplicas: 2 },
    'ScaledObject score has an idleReplicaCount of 2, and KEDA takes less than the minimum of 2 only: set 0, the only value that it supports, or remove it.',
  ],
  [{ code: 'startupsFew', startups: 1 }, 'Only 1 start-up was recorded: the start-up lag is not well known.'],
  [
    { code: 'startupsFew', startups: 3 },
    'Only 3 start-ups were recorded: the start-up lag is not well known.',
  ],
  [
    {
      code: 'limitSeen',
      limit: 'queueWait',
      seenMs: 801.4,
      statedMs: 500,
      statedBy: 'platform',
      agrees: false,
    },
    'rejected requests pile up at 801 ms: but the platform has a limit of 500 ms',
  ],
  [
    {
      code: 'limitSeen',
      limit: 'requestTimeout',
      seenMs: 5003,
      statedMs: 5000,
      statedBy: 'config',
      agrees: true,
    },
    'timed-out requests pile up at 5 s: the config has a limit of 5 s',
  ],
  [
    { code: 'limitNotSeen', limit: 'queueWait', statedMs: null, statedBy: 'platform' },
    'the platform has no limit of its own; the recording shows no queue wait either',
  ],
  [
    { code: 'limitNotSeen', limit: 'requestTimeout', statedMs: 9000, statedBy: 'config' },
    'the config has a limit of 9 s; the recording does not show it',
  ],
  [
    { code: 'limitRefuted', statedMs: 500, statedBy: 'platform', times: 2 },
    'answers came that had waited for more than 2 times as long as the platform lets them, 500 ms: taken as no limit',
  ],
  [
    { code: 'routerCutsSlow', nowMs: 60_000, neededMs: 75_000 },
    "The router's timeout of 60 s cuts off slow requests: 75 s let them end.",
  ],
  [
    { code: 'clientCutsSlow', clientTimeoutMs: 10_000, neededMs: 18_000 },
    'The client gives up after 10 s; 18 s let slow requests end. What takes longer than the client waits fails with any number of replicas.',
  ],
  [
    { code: 'targetOutOfReach', metric: 'cpu', targetShare: 0.6, mostShare: 0.42, tolerance: 0.1 },
    'Fully busy replicas use 42 % of their cpu request at most, and this HPA scales up above 66 %: its target of 60 % is out of reach, so it never scales up. Lower the target or the request.',
  ],
  [
    { code: 'levelMissed', ratePerSecond: 2, errorShare: 0.0312 },
    'At 2 requests/s 3.1 % of the requests fail, more than the SLO allows: few replicas have little room for chance. A higher minimum helps.',
  ],
  [
    { code: 'routerFitted', instances: 1, shares: [{ instances: 1, share: 0.92 }], keepsWorkingShare: 0.5 },
    'waits and errors at each load fit 1 router instance best (1: 92 %); a timed-out request works on: 50 %',
  ],
  [
    {
      code: 'routerFitted',
      instances: 3,
      shares: [
        { instances: 1, share: 0.04 },
        { instances: 3, share: 0.96 },
      ],
      keepsWorkingShare: 0.5,
      pods: 3,
    },
    'the router had 3 ready pods before the load: one coordinates, or each has its own queue; waits and errors at each load fit 3 router instances best (1: 4 %, 3: 96 %), or delays that vary; a timed-out request works on: 50 %',
  ],
  [
    { code: 'routerCounted', keepsWorkingShare: 0.5 },
    'the router had one ready pod before the load; a timed-out request works on: 50 %',
  ],
  [
    { code: 'flowUnbalanced', lostShare: 0.085, lostShareByFlow: -0.61 },
    'The counts do not add up: 8.5 % of the requests were lost before service as counted, none by busy slots, rate and service time, which give 61 % more requests than were sent.',
  ],
  [
    { code: 'flowDisagrees', suspects: [{ code: 'clockUncertain' }, { code: 'replicasUnseen' }] },
    "Rejected requests and busy slots do not add up: the cluster's clock is not known to within a second; replicas serve that the watch did not see, or replicas were seen that do not serve.",
  ],
];

describe('noteText', () => {
  it.each(cases)('says it with its numbers: %j', (note, text) => {
    expect(noteText(note)).toBe(text);
  });
});

describe('the words of a refusal', () => {
  const spread = { code: 'serviceSpread', lowMs: 900, highMs: 2100, factorMax: 2, flow: null } as const;
  it.each<readonly [Refusal, string]>([
    [
      { code: 'serviceSamples', samples: 4, samplesMin: 30 },
      'needs 30 requests whose service time is known, has 4',
    ],
    [
      { code: 'serviceSamples', samples: null, samplesMin: 30 },
      'needs 30 requests whose service time is known, has none: it had to be assumed',
    ],
    [spread, 'needs the mean service time to within a factor of 2, has 900 ms to 2.1 s'],
    [
      { code: 'loadTooShort', seconds: 5, secondsMin: 10, peakRatePerSecond: 20 },
      'needs a load to plan for, of at least 10 s, has 5 s with a peak of 20 requests/s',
    ],
    [
      { code: 'autoscalerNotKnown', fewest: 2, most: 4 },
      'needs the autoscaler that moved the replicas, has 2 to 4 replicas, and no word of what scales them or between which bounds',
    ],
    [
      {
        code: 'autoscalerNotKnown',
        fewest: 2,
        most: 7,
        seen: { object: 'ScaledObject score', minReplicas: 2, maxReplicas: 20, metrics: ['s0-prometheus'] },
      },
      'needs what the metric of the autoscaler counts, which no object says, has ScaledObject score, 2 to 20 replicas, which scales on s0-prometheus',
    ],
    [
      { code: 'metricNotModelled', metrics: ['memory', 'queue'] },
      'needs an autoscaler whose metrics follow the load in a known way, has memory, queue, which nothing in a simulation follows',
    ],
  ])('say what is missing, and name a command to run next: %j', (refusal, text) => {
    expect(refusalLine(refusal)).toBe(text);
    expect(refusalParts(refusal).runNext).toMatch(/^headroom (test|plan) /);
    expect(runNextLines(refusal, 'runs/a')[0]).toMatch(/^headroom (test|plan runs\/a)$/);
  });

  it('lead to what failed before the next run where no service time was seen at all', () => {
    const runNext = (samples: number | null): string =>
      refusalParts({ code: 'serviceSamples', samples, samplesMin: 30 }).runNext;
    expect(runNext(null)).toContain('once single requests succeed (headroom explain names what failed)');
    expect(runNext(4)).not.toContain('headroom explain');
    const answered = { code: 'serviceSamples', samples: null, samplesMin: 30, succeeded: 1209 } as const;
    expect(refusalParts(answered).runNext).toBe(
      'headroom test with a soak of at least 60 s at a rate that ends without errors: requests that do not queue show the service time',
    );
  });

  it('name what may be wrong where counts and busy slots disagree', () => {
    const flow = { lostShare: 0.2, lostShareByFlow: 0.05, suspects: [{ code: 'headerCoversMore' } as const] };
    expect(refusalParts(spread).runNext).toContain('with more time at low load, such as a longer baseline');
    expect(refusalParts({ ...spread, flow }).runNext).toContain('the service-time header covers more');
  });
});

describe('the words of a plan for a period', () => {
  it.each([
    [undefined, 'day'],
    [86_400, 'day'],
    [604_800, 'week'],
    [7200, 'trace'],
  ])('call %s seconds a %s', (periodSeconds, word) => {
    const period = periodSeconds === undefined ? {} : { periodSeconds };
    const texts = [
      noteText({ code: 'dayJudged', ...period }),
      noteText({ code: 'dayRandom', ...period }),
      noteText({ code: 'daySpike', isLaid: true, ...period }),
      noteText({ code: 'dayNotFired', ...period }),
    ];
    for (const text of texts) expect(text).toMatch(new RegExp(`the ${word}\\b`));
  });
});
