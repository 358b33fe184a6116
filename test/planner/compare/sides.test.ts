import { describe, expect, it } from 'vitest';
import { furtherRuns } from '../../../planner/compare/run-spread.ts';
import { baseSideOf, changedRuns, firedSame, sideOf } from '../../../planner/compare/sides.ts';
import { medianOfValues } from '../../../planner/stats/simple.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { hpaFrom } from '../../builders/hpa.ts';
import { recordSpike } from '../../builders/recording.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });
const short = { policy, baselineSeconds: 10, holdSeconds: 30, recoverySeconds: 20 };
const service = { kind: 'constant', meanMs: 200 } as const;
const startupLag = { kind: 'constant', meanMs: 6000 } as const;

describe('runs fired the same arrivals', () => {
  const one = recordSpike(short);

  it('by the seed that places them, and as many in each second', () => {
    expect(firedSame([one, recordSpike({ ...short, service })])).toBe(true);
    expect(firedSame([one, { ...one, run: { ...one.run, seed: one.run.seed + 1 } }])).toBe(false);
    const [first = 0, ...others] = one.run.plannedPerSecond;
    const plannedPerSecond = [first + 1, ...others];
    expect(firedSame([one, { ...one, run: { ...one.run, plannedPerSecond } }])).toBe(false);
  });
});

describe('further runs of a base', () => {
  const base = baseSideOf(sideOf([recordSpike({ ...short, service, startupLag })]), true);
  const few = { requestsBudget: 1, least: 20, most: 20 } as const;

  it('differ by nothing where the same arrivals meet a service that never varies', () => {
    const { calibration, recordings } = base;
    const indexOfDispersion = { low: 1, mid: 1, high: 1, confidence: 0.95 };
    const random = { ...calibration, burstiness: { ...calibration.burstiness, indexOfDispersion } };
    const spreadOf = (sameArrivals: boolean) =>
      new Set(
        furtherRuns(random, recordings[0]!.run, { sameArrivals, effort: few }).map(
          ({ errorShare }) => errorShare,
        ),
      ).size;
    expect(spreadOf(true)).toBe(1);
    expect(spreadOf(false)).toBeGreaterThan(5);
  });

  it('take over one input of the compared runs, and only that', () => {
    const slower = sideOf([recordSpike({ ...short, startupLag, service: { ...service, meanMs: 300 } })]);
    const p95Of = (runs: typeof base.further) => medianOfValues(runs.map(({ p95Latency }) => p95Latency!));
    expect(p95Of(changedRuns(base, slower, 'serviceTime'))).toBeGreaterThan(p95Of(base.further) + 50);
    expect(p95Of(changedRuns(base, slower, 'startupLag'))).toBe(p95Of(base.further));
  });
});

describe('further runs of a base that began with replicas of an earlier load', () => {
  it('begin with the replicas that the recorded run began with', () => {
    const options = {
      ...short,
      policy: hpaFrom(20),
      configured: hpaFrom(1),
      targetKind: 'kubernetes',
    } as const;
    const base = baseSideOf(sideOf([recordSpike({ ...options, service, startupLag })]), true);
    expect(Math.max(...base.further.map(({ errorShare }) => errorShare!))).toBeLessThan(0.01);
  });
});
