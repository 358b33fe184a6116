import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../planner/calibrate/calibrate.ts';
import { notReproduced } from '../../../planner/compare/reproduced.ts';
import { analyze } from '../../../planner/result/build-result.ts';
import { sketchOf } from '../../../planner/stats/sketch.ts';
import type { Recording } from '../../../planner/timeline/recording.ts';
import { refusalParts } from '../../../reports/words/plan/refusal.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recordSpike } from '../../builders/recording.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });
const ample = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 25, maxReplicas: 30 });

/** One request of each second fails at once, whatever is free. */
const withFailures = (recording: Recording, outcome: string): Recording => ({
  ...recording,
  load: recording.load.map((line) => {
    if (line.kind !== 'counts') return line;
    const ok = line.outcomes['200'] ?? 0;
    if (ok < 2) return line;
    return {
      ...line,
      outcomes: { ...line.outcomes, '200': ok - 1, [outcome]: (line.outcomes[outcome] ?? 0) + 1 },
      latencyMs: { ...line.latencyMs, [outcome]: sketchOf([1.5]) },
    };
  }),
});

const checked = (recording: Recording) => notReproduced(calibrate([recording]), analyze(recording).result);

describe('a recording that missed its SLO', () => {
  it('by what the simulation shows too can be planned with', () => {
    expect(checked(recordSpike({ policy }))).toBeUndefined();
  });

  it.each(['500', 'reset'])('by what no simulation shows is refused: %s', (outcome) => {
    expect(checked(withFailures(recordSpike({ policy: ample }), outcome))).toMatchObject({
      code: 'notReproduced',
      simulatedShareMost: 0,
    });
  });
});

describe('a recording that missed its SLO, of a server that turns away whom it has no place for', () => {
  const few = policySettingsSchema.parse({ kind: 'fixed', replicas: 3 });
  const patient = { queueWaitLimitMs: null, requestTimeoutMs: 2000, onTimeout: 'keepWorking' } as const;
  const knownRouter = { queueWaitMs: null, requestTimeoutMs: 2000, onTimeout: 'keepWorking' } as const;

  it('is refused where no simulated run comes near: the model lets them wait until all are late', () => {
    const recording = recordSpike({
      policy: few,
      peakRate: 20,
      router: { ...patient, queueLengthLimit: 2 },
      knownRouter,
    });
    const refusal = checked(recording);
    expect(refusal).toMatchObject({ code: 'heldMoreThanSimulated' });
    const { have, runNext } = refusalParts(refusal!);
    expect(have).toMatch(
      /turns requests away sooner than the config says, or .* as those of cold replicas do$/,
    );
    expect(runNext).toContain('where the autoscaler looks at another metric than the config says');
    expect(runNext).toMatch(/where replicas were cold as the load began, once they are warm$/);
  });

  it('can be planned with where requests do wait so long', () => {
    expect(checked(recordSpike({ policy: few, peakRate: 20, router: patient, knownRouter }))).toBeUndefined();
  });
});

describe('a recording that met its SLO', () => {
  const one = policySettingsSchema.parse({ kind: 'fixed', replicas: 1 });
  /** A server of 16 workers, whose config says nothing of them: one at once is taken. */
  const server = (options: Partial<Parameters<typeof recordSpike>[0]> = {}): Recording => {
    const recording = recordSpike({ policy: one, slots: 16, hidesServiceTime: true, ...options });
    const { run } = recording;
    return {
      ...recording,
      run: { ...run, config: { ...run.config, target: { ...run.config.target, slotsPerReplica: 1 } } },
    };
  };

  it('as the simulation does can be planned with', () => {
    expect(checked(recordSpike({ policy: ample }))).toBeUndefined();
  });

  it('with one worker at a load that the simulation loses is refused, and the workers are asked for', () => {
    const recording = server();
    const refusal = checked(recording);
    expect(refusal).toMatchObject({ code: 'heldMoreThanSimulated', measuredShare: 0 });
    // Of the 60 s at the peak: requests each second times their median latency.
    const peak = analyze(recording).result.phases.find(({ name }) => name === 'spike')!;
    const underWay = ((peak.ok / 60) * peak.okLatency.p50Ms!) / 1000;
    expect(refusal).toMatchObject({ underWay: expect.closeTo(underWay, 9) });
    expect(refusalParts(refusal!).runNext).toMatch(
      /target\.slotsPerReplica.*about 1\d were under way at once, in all replicas and in any queue/,
    );
  });
});

describe('a recording of a minimum that was raised since the config was written', () => {
  const withMinimum = (minReplicas: number) =>
    policySettingsSchema.parse({ ...policy, minReplicas, scaleDownHoldSeconds: 5 });
  const told = (autoscalerFrom: 'config' | 'live') => {
    const recording = recordSpike({
      policy: withMinimum(25),
      configured: withMinimum(3),
      startupLag: { kind: 'constant', meanMs: 30_000 },
    });
    return checked({
      ...recording,
      run: { ...recording.run, config: { ...recording.run.config, autoscalerFrom } },
    })!;
  };

  it('is refused with both numbers, where nothing but the config tells the minimum', () => {
    const refusal = told('config');
    expect(refusal).toMatchObject({ kept: { fewest: 25, minReplicas: 3 } });
    const { have, runNext } = refusalParts(refusal);
    expect(have).toMatch(/whose minimum is 3 replicas: the recording never has fewer than 25$/);
    expect(runNext).toMatch(/^headroom test with the minimum in use as autoscaler\.minReplicas/);
  });

  it('says nothing of a minimum that was read in the cluster', () => {
    expect(told('live')).toMatchObject({ code: 'heldMoreThanSimulated' });
    expect(told('live')).not.toHaveProperty('kept');
  });
});

describe('a recording that began with replicas of an earlier load', () => {
  it.each([
    ['hpa', { metrics: [{ targetValue: 0.6 }] }],
    ['keda-http', { metric: 'concurrency', targetValue: 1 }],
  ] as const)('is simulated from those on, not from the minimum: %s', (kind, rule) => {
    const withMinimum = (minReplicas: number) =>
      policySettingsSchema.parse({ kind, minReplicas, maxReplicas: 30, ...rule });
    const recording = recordSpike({
      policy: withMinimum(20),
      configured: withMinimum(1),
      targetKind: 'kubernetes',
      startupLag: { kind: 'constant', meanMs: 30_000 },
    });
    expect(checked(recording)).toBeUndefined();
  });
});
