import { describe, expect, it } from 'vitest';
import { decideReplicas, type Panic } from '../../../../planner/policies/knative/decide.ts';
import { knativeSchema } from '../../../../runs/schema/rules/knative.ts';

/**
 * The situations and answers of Knative's own tests of its autoscaler (knative/serving,
 * pkg/autoscaler/scaling/autoscaler_test.go): rates 10 up and down, panic at twice the ready replicas, stable
 * window 60 s, `target` the value per replica after utilization.
 */
const likeUpstream = (target: number, other: object = {}) => ({
  ...knativeSchema.parse({
    kind: 'knative',
    targetUtilization: 1,
    maxScaleUpRate: 10,
    maxScaleDownRate: 10,
    ...other,
  }),
  target,
});

const seen = (readyReplicas: number, stableMean: number, panicMean: number, atSeconds = 0) => ({
  atSeconds,
  readyReplicas,
  stableMean,
  panicMean,
});

describe('one decision', () => {
  it.each([
    { name: 'nothing to do at zero', target: 10, seen: seen(1, 0, 0), gives: 0 },
    { name: 'stable mean asks for 5', target: 10, seen: seen(5, 50, 50), gives: 5 },
    { name: 'stable window above panic window', target: 10, seen: seen(1, 50, 10), gives: 5 },
    { name: 'panic window above stable window', target: 10, seen: seen(1, 50, 100), gives: 10 },
    { name: 'stable mean falls', target: 10, seen: seen(8, 50, 50), gives: 5 },
    { name: 'ten times up at most', target: 10, seen: seen(1, 1000, 1001), gives: 10 },
    { name: 'ten times up again', target: 10, seen: seen(10, 1000, 1001), gives: 100 },
    { name: 'ten times down at most', target: 10, seen: seen(100, 1, 1), gives: 10 },
    { name: 'no ready replica counts as one', target: 10, seen: seen(0, 1000, 888), gives: 10 },
    {
      name: 'a slow rate still adds one',
      target: 1,
      rates: { maxScaleUpRate: 1.1 },
      seen: seen(2, 3, 3.1),
      gives: 3,
    },
    {
      name: 'a slow rate down',
      target: 10,
      rates: { maxScaleDownRate: 1.1 },
      seen: seen(100, 1, 1),
      gives: 90,
    },
  ])('$name: $gives', ({ target, rates, seen: now, gives }) => {
    expect(decideReplicas(undefined, now, likeUpstream(target, rates)).desiredReplicas).toBe(gives);
  });

  it('aims at a utilization of the target: 10 at once and 70 % make 7 for each replica', () => {
    const settings = likeUpstream(10, { targetUtilization: 0.7 });
    expect(decideReplicas(undefined, seen(2, 14, 14), settings).desiredReplicas).toBe(2);
    expect(decideReplicas(undefined, seen(2, 14.1, 14.1), settings).desiredReplicas).toBe(3);
  });

  it.each([
    { stableMean: 50, panicMean: 30, gives: 50 },
    { stableMean: 20, panicMean: 30, gives: 30 },
  ])('takes the larger of $stableMean and $panicMean in panic', ({ stableMean, panicMean, gives }) => {
    const panic: Panic = { sinceSeconds: -5, peakReplicas: 5 };
    expect(decideReplicas(panic, seen(5, stableMean, panicMean), likeUpstream(1)).desiredReplicas).toBe(
      gives,
    );
  });
});

describe('panic', () => {
  /** Decisions one after another, each from the panic state that the last one left. */
  const inTurn = (target: number, moments: readonly ReturnType<typeof seen>[]) => {
    let panic: Panic | undefined;
    return moments.map((moment) => {
      const step = decideReplicas(panic, moment, likeUpstream(target));
      panic = step.state;
      return { replicas: step.desiredReplicas, since: panic?.sinceSeconds };
    });
  };

  it('removes nothing until a stable window has passed since the threshold was last met', () => {
    expect(
      inTurn(10, [seen(1, 100, 100), seen(10, 100, 1000), seen(10, 1, 1, 30), seen(10, 1, 1, 61)]),
    ).toEqual([
      { replicas: 10, since: 0 },
      { replicas: 100, since: 0 },
      { replicas: 100, since: 0 },
      { replicas: 1, since: undefined },
    ]);
  });

  it('ends although the load still grows, if it grows slowly', () => {
    expect(inTurn(1, [seen(10, 11, 25), seen(40, 30, 41, 30), seen(55, 50, 56, 62)])).toEqual([
      { replicas: 25, since: 0 },
      { replicas: 41, since: 0 },
      { replicas: 50, since: undefined },
    ]);
  });

  it('lasts longer if the threshold is met again', () => {
    expect(inTurn(1, [seen(10, 11, 25), seen(40, 30, 80, 30)])).toEqual([
      { replicas: 25, since: 0 },
      { replicas: 80, since: 30 },
    ]);
  });

  it('follows exponential growth, then holds', () => {
    const moments = [seen(1, 6, 6), seen(6, 36, 36), seen(36, 216, 216, 1), seen(216, 1296, 1296, 1)];
    const replicas = inTurn(1, [...moments, seen(1296, 1296, 1296, 2)]).map((step) => step.replicas);
    expect(replicas).toEqual([6, 36, 216, 1296, 1296]);
  });
});
