import { describe, expect, it } from 'vitest';
import { recordingOf as recordingOfTruth } from '../../../bench/accuracy/record.ts';
import { randomService } from '../../../bench/accuracy/service.ts';
import { runTruth } from '../../../bench/accuracy/truth.ts';
import { measureLimits } from '../../../planner/measure/limits.ts';
import { isInterval } from '../../../planner/stats/interval.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import type { Recording } from '../../../planner/timeline/recording.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { countsLine } from '../../builders/load.ts';
import { recordSpike } from '../../builders/recording.ts';
import { completeRun, spikeConfig, startSecond } from '../../builders/run.ts';

type Failures = Readonly<Record<string, number[]>>;

const recordingOf = (
  latenciesMs: Failures,
  change: { kind?: string; autoscaler?: unknown; requestTimeoutMs?: number; script?: string } = {},
): Recording => {
  const { kind = 'aks-v1', requestTimeoutMs = 65_000, script } = change;
  const target = { ...spikeConfig.target, requestTimeoutMs, kind };
  const autoscaler = 'autoscaler' in change ? change.autoscaler : spikeConfig.autoscaler;
  const entries = Object.entries(latenciesMs);
  const line = countsLine({
    second: startSecond,
    outcomes: Object.fromEntries(entries.map(([outcome, ms]) => [outcome, ms.length])),
    latenciesMs,
  });
  return {
    run: completeRun(
      {},
      {
        ...spikeConfig,
        target,
        ...(script && { script }),
        ...(autoscaler === undefined ? {} : { autoscaler }),
      },
    ),
    load: [line],
    cluster: [],
    droppedLines: 0,
  };
};

const limitsOf = (...input: Parameters<typeof recordingOf>) =>
  measureLimits([recordedOf(recordingOf(...input))]);

/** Answers that a timer and the network make a little late. */
const lateBy = (limitMs: number, count: number): number[] => {
  const random = createRandom(3);
  return Array.from({ length: count }, () => limitMs + 1 + 8 * random());
};

describe('the measured queue wait limit', () => {
  it('is the documented 500 ms, exactly, where 503s pile up just above it', () => {
    const { queueWaitLimit } = limitsOf({ '503': lateBy(500, 100) });
    expect(queueWaitLimit).toMatchObject({
      finding: 'agrees',
      statedMs: 500,
      valueMs: { low: 500, mid: 500, high: 500 },
    });
  });

  it.each([200, 900, 3000])(
    'is where 503s pile up when that is not the documented value: %s ms',
    (limitMs) => {
      const { queueWaitLimit } = limitsOf({ '503': lateBy(limitMs, 100) });
      expect(queueWaitLimit.finding).toBe('differs');
      expect(queueWaitLimit.valueMs?.low).toBeLessThanOrEqual(limitMs);
      expect(queueWaitLimit.valueMs?.high).toBeGreaterThanOrEqual(limitMs);
      expect(queueWaitLimit.valueMs?.mid).toBeGreaterThan(limitMs * 0.99);
      expect(queueWaitLimit.valueMs?.mid).toBeLessThan(limitMs * 1.05);
      expect(queueWaitLimit.statedMs).toBe(500);
    },
  );

  it('is found among 503s that came at once, which are counted', () => {
    const { queueWaitLimit, rejectedAtOnce } = limitsOf({ '503': [...lateBy(500, 100), ...lateBy(0, 60)] });
    expect(queueWaitLimit).toMatchObject({ finding: 'agrees', valueMs: { mid: 500 } });
    expect(rejectedAtOnce).toEqual({ count: 60, ready: null });
  });

  it('is that of the last run which shows one, as it may have been changed between runs', () => {
    const runs = [200, 900].map((limitMs) => recordedOf(recordingOf({ '503': lateBy(limitMs, 50) })));
    const later = recordedOf(recordingOf({ '200': [100] }));
    expect(measureLimits([...runs, later]).queueWaitLimit.valueMs?.mid).toBeCloseTo(905, -1);
  });

  it('is that of the last run where the config changed it, whatever runs before it show', () => {
    const before = recordingOf({ '503': lateBy(500, 100) });
    const { run, ...rest } = recordingOf({ '200': [100] });
    const router = { queueWaitMs: 1000, requestTimeoutMs: null };
    const after = { ...rest, run: { ...run, config: { ...run.config, router } } };
    expect(measureLimits([before, after].map(recordedOf)).queueWaitLimit).toMatchObject({
      finding: 'notSeen',
      statedMs: 1000,
      statedBy: 'config',
      valueMs: { mid: 1000 },
    });
  });

  it('is as documented where nothing was refused', () => {
    const { queueWaitLimit } = limitsOf({ '200': [100] });
    expect(queueWaitLimit).toMatchObject({ finding: 'notSeen', valueMs: { mid: 500 }, evidence: [] });
    expect(isInterval(queueWaitLimit.seenMs)).toBe(false);
  });

  it('is not read from 503s that come at all sorts of times', () => {
    const random = createRandom(5);
    const spread = Array.from({ length: 200 }, () => 100 + 4000 * random());
    expect(limitsOf({ '503': spread }).queueWaitLimit.finding).toBe('notSeen');
  });

  it('is none on a plain Kubernetes service, which keeps no queue', () => {
    const hpa = { kind: 'hpa', maxReplicas: 10, metrics: [{ targetValue: 0.5 }] };
    const { queueWaitLimit } = limitsOf({ '200': [100] }, { kind: 'kubernetes', autoscaler: hpa });
    expect(queueWaitLimit).toMatchObject({ finding: 'notSeen', statedBy: 'platform', valueMs: null });
  });
});

describe('the request timeout, seen by a client of little patience,', () => {
  const impatient = (kind: string, autoscaler?: object) =>
    limitsOf({ '200': [100], timeout: lateBy(3000, 60) }, { kind, requestTimeoutMs: 3000, autoscaler });

  it.each([
    ['aks-v1', undefined, 60_000],
    ['aks-v2', undefined, 5_000],
    ['kubernetes', { kind: 'knative' }, 300_000],
    ['kubernetes', { kind: 'keda-http' }, 300_000],
    ['kubernetes', { kind: 'hpa', maxReplicas: 9, metrics: [{ targetValue: 0.5 }] }, null],
  ])('is the documented one of %s with %j', (kind, autoscaler, ms) => {
    const { requestTimeout, clientTimeoutMs } = impatient(kind, autoscaler);
    expect(requestTimeout).toMatchObject({ statedMs: ms, valueMs: ms === null ? null : { mid: ms } });
    expect(isInterval(requestTimeout.seenMs)).toBe(false);
    expect(clientTimeoutMs).toBe(3000);
  });
});

describe('how long a script waits', () => {
  const waits = (latenciesMs: Failures): number =>
    limitsOf(latenciesMs, { script: './k6.config.ts', requestTimeoutMs: 150 }).clientTimeoutMs;

  it("is k6's default where no request gave up, whatever target.requestTimeoutMs says of the built-in request", () => {
    expect(waits({ '200': [300, 420] })).toBe(60_000);
  });

  it('is where its requests gave up', () => {
    const ms = waits({ '200': [300], timeout: lateBy(2000, 50) });
    expect(ms).toBeGreaterThan(1980);
    expect(ms).toBeLessThan(2030);
  });

  it('is no shorter than what the slowest answer took', () => {
    expect(waits({ '200': [300, 90_000] })).toBe(90_000);
    expect(waits({ '200': [300, 5000], timeout: lateBy(2000, 50) })).toBe(5000);
  });
});

describe('a queue wait limit that is documented', () => {
  const few = policySettingsSchema.parse({ kind: 'fixed', replicas: 6 });
  const limitIn = (queueWaitLimitMs: number | null) =>
    measureLimits([
      recordedOf(recordSpike({ policy: few, router: { queueWaitLimitMs, requestTimeoutMs: 4000 } })),
    ]).queueWaitLimit;

  it('is not in force where answers came that had waited for far longer', () => {
    expect(limitIn(null)).toMatchObject({ valueMs: null, statedMs: 500, finding: 'refuted' });
  });

  it.each([
    [1, 72],
    [4, 35],
    [4, 54],
    [12, 37],
  ])(
    'stands where requests wait at a replica of slow requests, behind another router (%i, %i)',
    (seed, index) => {
      const service = randomService(seed, index);
      const truth = runTruth(service, { policy: service.policy }, 0);
      const { queueWaitLimit } = measureLimits([recordedOf(recordingOfTruth(service, truth))]);
      expect(service.router.queueWaitLimitMs).not.toBeNull();
      expect(queueWaitLimit.finding).not.toBe('refuted');
    },
  );

  it('gives way to what the config says', () => {
    const recording = recordSpike({ policy: few, router: { queueWaitLimitMs: 900, requestTimeoutMs: 4000 } });
    const router = { queueWaitMs: 900, requestTimeoutMs: null };
    const run = { ...recording.run, config: { ...recording.run.config, router } };
    const limits = measureLimits([recordedOf({ ...recording, run })]);
    expect(limits.queueWaitLimit).toMatchObject({ statedMs: 900, statedBy: 'config', valueMs: { mid: 900 } });
    expect(limits.requestTimeout.statedMs).toBeNull();
    expect(limits.clientTimeoutMs).toBe(20_000);
  });

  it('stands where waits end at it', () => {
    expect(limitIn(500)).toMatchObject({ valueMs: { mid: 500 }, finding: 'agrees' });
  });
});

describe('the measured request timeout', () => {
  it.each([
    ['azureml-v1', 60_000],
    ['azureml-v2', 5_000],
  ])('is the documented one of %s where nothing timed out', (kind, timeoutMs) => {
    const { requestTimeout } = limitsOf({ '200': [100] }, { kind: 'kubernetes', autoscaler: { kind } });
    expect(requestTimeout).toMatchObject({ finding: 'notSeen', valueMs: { mid: timeoutMs } });
  });

  it('is where 504s pile up', () => {
    const { requestTimeout } = limitsOf({ '504': lateBy(3000, 30) });
    expect(requestTimeout.finding).toBe('differs');
    expect(requestTimeout.valueMs?.low).toBeLessThanOrEqual(3000);
    expect(requestTimeout.valueMs?.high).toBeGreaterThanOrEqual(3000);
  });
});
