import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../../planner/index.ts';
import type { ModelInput } from '../../../runs/schema/model/model.ts';
import { type Simulation, simulationSchema } from '../../../runs/schema/simulation.ts';
import { modelInput, steady } from '../../builders/model.ts';
import { anyModel } from './any-model.ts';

const v1 = (changes: object): ModelInput['policy'] => ({ kind: 'azureml-v1', ...changes });

/** Fields that hold a number that is none. */
const notNumbers = (value: unknown, path = ''): string[] => {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => notNumbers(inner, `${path}.${key}`));
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('simulate', () => {
  it('answers every model with finite numbers in the documented shape, twice the same', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const answer = simulate(model, { series: true });
        expect(notNumbers(answer)).toEqual([]);
        expect(simulationSchema.parse(answer)).toEqual(answer);
        expect(JSON.stringify(simulate(model, { series: true }))).toBe(JSON.stringify(answer));
        const { ok, '503': rejected, '504': timedOut } = answer.outcomes;
        if (ok !== null) expect(ok.mid + rejected!.mid + timedOut!.mid).toBeCloseTo(1, 12);
        if (answer.utilization.mean !== null) expect(answer.utilization.mean).toBeLessThan(1 + 1e-9);
      }),
      { numRuns: 150 },
    );
  });

  it('counts every request in exactly one outcome of the second in which it came', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const { series, simulatedRequests, replications } = simulate(model, { series: true });
        const { offered, ok, '503': rejected, '504': timedOut } = series!;
        expect(sum(offered) * replications).toBeCloseTo(simulatedRequests, 6);
        offered.forEach((n, second) => {
          expect(ok[second]! + rejected[second]! + timedOut[second]!).toBeCloseTo(n, 9);
        });
        expect(series!.ready.length).toBe(Math.ceil(model.durationSeconds));
      }),
      { numRuns: 50 },
    );
  });

  it('starts with the replicas that the model names, within the bounds of its policy', () => {
    const readyFrom = (initialReplicas?: number): number | undefined => {
      const policy = v1({ minReplicas: 2, maxReplicas: 6 });
      const short = { durationSeconds: 10, arrivals: steady(5), replications: 1 };
      const model = modelInput({
        ...short,
        policy,
        ...(initialReplicas !== undefined && { initialReplicas }),
      });
      return simulate(model, { series: true }).series?.ready[0];
    };
    expect([undefined, 0, 5, 9].map(readyFrom)).toEqual([2, 2, 5, 6]);
  });

  it('gives a long replication about the interval that many short ones have', () => {
    const widthOf = (replications: number): number => {
      const { low, mid, high } = simulate(
        modelInput({
          durationSeconds: 20_000 / replications,
          arrivals: steady(10),
          service: { kind: 'exponential', meanMs: 1000 },
          replications,
        }),
      ).outcomes['503']!;
      expect(low < mid && mid < high).toBe(true);
      return high - low;
    };
    expect(widthOf(1) / widthOf(20)).toBeGreaterThan(0.5);
    expect(widthOf(1) / widthOf(20)).toBeLessThan(2);
  });

  it('tells its speed when it is given a clock', () => {
    const ticks = [1000, 3000];
    const answer = simulate(modelInput({ replications: 2 }), { nowMs: () => ticks.shift()! });
    expect(answer).toMatchObject({
      elapsedMs: 2000,
      simulatedRequestsPerSecond: answer.simulatedRequests / 2,
    });
    expect(simulate(modelInput({ replications: 1 }))).toMatchObject({
      elapsedMs: null,
      simulatedRequestsPerSecond: null,
    });
  });

  it('leaves the warm-up out', () => {
    // A burst in the first ten seconds is refused; nothing of it is left in the answer.
    const perSecond = Array.from({ length: 60 }, (_, second) => (second < 10 ? 50 : 2));
    const input = modelInput({
      durationSeconds: 60,
      arrivals: { kind: 'counts', perSecond },
      policy: { kind: 'fixed', replicas: 1 },
    });
    expect(simulate(input).outcomes['503']!.mid).toBeGreaterThan(0.5);
    const warm = simulate({ ...input, warmupSeconds: 12 });
    expect(warm.outcomes['503']!.mid).toBeLessThan(0.01);
    expect([warm.requests, warm.simulatedRequests, warm.replicas.readySeconds]).toEqual([96, 20 * 600, 48]);

    const policy = v1({ scaleDownHoldSeconds: 5 });
    const replica = { startupLag: { kind: 'constant' as const, meanMs: 1000 } };
    const scaled = (warmupSeconds: number): Simulation =>
      simulate({ ...input, policy, replica, warmupSeconds });
    expect([scaled(0).scaling.ups > 0, scaled(0).replicas.max]).toEqual([true, 10]);
    expect(scaled(30).replicas.max).toBeLessThan(5);
  });

  it('gives the same shares when every time is ten times as long and every rate a tenth', () => {
    const changes = { policy: v1({ minReplicas: 3 }), replications: 5 };
    const scaled = (by: number): ModelInput =>
      modelInput({
        ...changes,
        durationSeconds: 600 * by,
        arrivals: {
          kind: 'poisson',
          ratePerSecond: [
            { atSecond: 0, rate: 20 / by },
            { atSecond: 60 * by, rate: 60 / by },
          ],
        },
        service: { kind: 'exponential', meanMs: 100 * by },
        replica: { startupLag: { kind: 'constant', meanMs: 20_000 * by } },
        router: { queueWaitLimitMs: 500 * by, requestTimeoutMs: 60_000 * by },
        policy: v1({ minReplicas: 3, refreshSeconds: by, scaleDownHoldSeconds: 60 * by }),
      });
    const [small, large] = [simulate(scaled(1)), simulate(scaled(8))];
    expect(large.outcomes['503']!.mid).toBeCloseTo(small.outcomes['503']!.mid, 9);
    expect(large.replicas.mean).toBeCloseTo(small.replicas.mean, 9);
    expect(large.waitMs.meanAll!).toBeCloseTo(8 * small.waitMs.meanAll!, 6);
  });

  it('obeys the flow balance: lost share = 1 - busy slots / offered load', () => {
    const answer = simulate(
      modelInput({
        durationSeconds: 20_000,
        arrivals: steady(10),
        service: { kind: 'exponential', meanMs: 1000 },
        policy: v1({ minReplicas: 8, maxReplicas: 12 }),
        replications: 1,
      }),
    );
    const busySlots = answer.utilization.mean! * answer.replicas.mean;
    expect(answer.outcomes['503']!.mid).toBeGreaterThan(0.005);
    expect(Math.abs(answer.outcomes['503']!.mid - (1 - busySlots / 10))).toBeLessThan(0.008);
  });

  it('tells how long a spike is felt, and that it is not over if it lasts', () => {
    const spiky = modelInput({
      arrivals: {
        kind: 'poisson',
        ratePerSecond: [
          { atSecond: 0, rate: 20 },
          { atSecond: 60, rate: 160 },
        ],
      },
      policy: v1({ minReplicas: 3, maxReplicas: 40 }),
      replications: 10,
    });
    const { recovery } = simulate(spiky);
    expect(recovery).toMatchObject({ fromSecond: 60, recoveredShare: 1 });
    // At least one start-up lag of 20 s, at most one for each step of a factor 1 / 0.7.
    expect(recovery!.seconds!.mid).toBeGreaterThan(20);
    expect(recovery!.seconds!.mid).toBeLessThan(105);
    const stuck = simulate({ ...spiky, policy: { kind: 'fixed', replicas: 3 } });
    expect(stuck.recovery).toEqual({ fromSecond: 60, recoveredShare: 0, seconds: null });
    expect(simulate({ ...spiky, arrivals: steady(3) }).recovery).toBeNull();
  });

  it('sums the parts of a start-up lag', () => {
    const constant = (meanMs: number) => ({ kind: 'constant' as const, meanMs });
    const withLag = (startupLag: ModelInput['replica']['startupLag']): Simulation =>
      simulate(modelInput({ policy: v1({ minReplicas: 3 }), replica: { startupLag }, replications: 2 }));
    const parts = {
      kind: 'parts' as const,
      schedule: constant(1000),
      pull: constant(8000),
      init: constant(3000),
    };
    expect(withLag(parts)).toEqual(withLag(constant(12_000)));
  });
});
