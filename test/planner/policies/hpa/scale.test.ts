import { describe, expect, it } from 'vitest';
import { scaleInitialState, scaleWithin } from '../../../../planner/policies/hpa/scale.ts';
import { hpaSchema } from '../../../../runs/schema/rules/hpa.ts';

/** Desired replicas at syncs 15 s apart, while the metrics ask for these. */
const replay = (
  asked: readonly (number | undefined)[],
  options: {
    readonly from: number;
    readonly behavior?: object | undefined;
    readonly bounds?: [number, number];
  },
): number[] => {
  const { behavior } = hpaSchema.parse({
    kind: 'hpa',
    maxReplicas: 10,
    metrics: [{ targetValue: 0.5 }],
    behavior: 'behavior' in options ? options.behavior : {},
  });
  const [minReplicas, maxReplicas] = options.bounds ?? [1, 1000];
  let state = scaleInitialState;
  let currentReplicas = options.from;
  return asked.map((recommendation, sync) => {
    const step = scaleWithin(state, {
      atSeconds: 15 * sync,
      currentReplicas,
      recommendation,
      bounds: { minReplicas, maxReplicas },
      behavior,
    });
    state = step.state;
    currentReplicas = step.desiredReplicas;
    return currentReplicas;
  });
};

const now = { stabilizationWindowSeconds: 0 };
const always = (replicas: number, syncs: number): number[] => new Array<number>(syncs).fill(replicas);

describe('HPA default scale-up policies: 4 pods or 100 %, whichever is more, every 15 s', () => {
  it.each([
    { name: 'few replicas grow by 4 pods', from: 1, gives: [5, 10, 20, 40] },
    { name: 'at 4 both policies agree', from: 4, gives: [8, 16, 32, 64] },
    { name: 'many replicas double', from: 30, gives: [60, 120, 240, 480] },
  ])('$name', ({ from, gives }) => {
    expect(replay(always(500, 4), { from })).toEqual(gives);
  });
});

describe('HPA scaling policies', () => {
  it('follows the documented example of 4 pods or 10 % a minute on the way down', () => {
    const scaleDown = {
      ...now,
      policies: [
        { type: 'Pods', value: 4, periodSeconds: 60 },
        { type: 'Percent', value: 10, periodSeconds: 60 },
      ],
    };
    const replicas = replay(always(10, 4 * 18), { from: 80, behavior: { scaleDown } });
    // 80 - 8, 72 - 7.2 rounded up to 8, 64 - 6.4 to 7, 57 - 5.7 to 6, 51 - 5.1 to 6, 45 - 4.5 to 5; from 40 on 4 a minute.
    const eachMinute = replicas.filter((_, sync) => sync % 4 === 0);
    expect(eachMinute.slice(0, 13)).toEqual([72, 64, 57, 51, 45, 40, 36, 32, 28, 24, 20, 16, 12]);
    expect(replicas.slice(0, 4)).toEqual([72, 72, 72, 72]);
    expect(replicas.at(-1)).toBe(10);
  });

  it.each([
    { selectPolicy: 'Max', gives: 90 },
    { selectPolicy: 'Min', gives: 95 },
    { selectPolicy: 'Disabled', gives: 100 },
  ])('$selectPolicy of 10 % and 5 pods takes 100 replicas down to $gives', ({ selectPolicy, gives }) => {
    const policies = [
      { type: 'Percent', value: 10, periodSeconds: 60 },
      { type: 'Pods', value: 5, periodSeconds: 60 },
    ];
    const scaleDown = { ...now, selectPolicy, policies };
    expect(replay([1], { from: 100, behavior: { scaleDown } })).toEqual([gives]);
  });

  // 100 x 1.1 is a little above 110 in the floats of the controller.
  it.each([
    { selectPolicy: 'Max', gives: 111 },
    { selectPolicy: 'Min', gives: 105 },
    { selectPolicy: 'Disabled', gives: 100 },
  ])('$selectPolicy of 10 % and 5 pods takes 100 replicas up to $gives', ({ selectPolicy, gives }) => {
    const policies = [
      { type: 'Percent', value: 10, periodSeconds: 60 },
      { type: 'Pods', value: 5, periodSeconds: 60 },
    ];
    expect(replay([500], { from: 100, behavior: { scaleUp: { selectPolicy, policies } } })).toEqual([gives]);
  });

  it('rounds a percentage of few replicas to at least one', () => {
    const policies = [{ type: 'Percent', value: 10, periodSeconds: 15 }];
    expect(replay([50, 50], { from: 3, behavior: { scaleUp: { policies } } })).toEqual([4, 5]);
    expect(replay([1, 1], { from: 3, behavior: { scaleDown: { ...now, policies } } })).toEqual([2, 1]);
  });

  it('counts the changes of a whole period, and forgets them when it is over', () => {
    const policies = [{ type: 'Pods', value: 6, periodSeconds: 60 }];
    const asked = [14, 100, 100, 100, 100, 100];
    // +4 at 0 s leaves 2 for the rest of the minute; at 60 s the 4 are free again, at 75 s the 2.
    expect(replay(asked, { from: 10, behavior: { scaleUp: { policies } } })).toEqual([
      14, 16, 16, 16, 20, 22,
    ]);
  });

  it('lets replicas that left within the period come back on top', () => {
    const behavior = {
      scaleUp: { policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }] },
      scaleDown: { ...now, policies: [{ type: 'Pods', value: 5, periodSeconds: 60 }] },
    };
    expect(replay([5, 100], { from: 10, behavior })).toEqual([5, 12]);
  });
});

describe('HPA stabilization', () => {
  it('goes down to the highest recommendation of the last 300 s, by default', () => {
    const asked = [10, 4, 7, ...always(3, 21)];
    const replicas = replay(asked, { from: 10 });
    // The 10 of sync 0 counts until 300 s (sync 20), the 7 of sync 2 until 330 s (sync 22).
    expect(replicas.slice(0, 20)).toEqual(always(10, 20));
    expect(replicas.slice(20)).toEqual([7, 7, 3, 3]);
  });

  it('goes up to the lowest recommendation of an up window', () => {
    const scaleUp = { stabilizationWindowSeconds: 45 };
    const asked = [10, 16, 14, 18, 18, 18];
    // The 10 of sync 0 counts until 45 s (sync 3), the 14 of sync 2 until 75 s (sync 5).
    expect(replay(asked, { from: 10, behavior: { scaleUp } })).toEqual([10, 10, 10, 14, 14, 18]);
  });

  it('counts the replicas found at the start as a recommendation', () => {
    expect(replay([3, 3], { from: 10 })).toEqual([10, 10]);
  });

  it('forgets nothing and records nothing while the metrics give no answer', () => {
    const scaleDown = { stabilizationWindowSeconds: 30 };
    expect(replay([10, undefined, 4, 4], { from: 10, behavior: { scaleDown } })).toEqual([10, 10, 4, 4]);
  });
});

describe('HPA without `behavior`', () => {
  const withoutBehavior = (asked: readonly number[], from: number): number[] =>
    replay(asked, { from, behavior: undefined });

  it('doubles at most, but goes to 4 from very few', () => {
    expect(withoutBehavior(always(500, 4), 1)).toEqual([4, 8, 16, 32]);
    expect(withoutBehavior(always(500, 2), 3)).toEqual([6, 12]);
  });

  it('is not the same as an empty `behavior`', () => {
    expect(replay([500], { from: 1, behavior: {} })).toEqual([5]);
  });

  it('goes on rising to a recommendation of the last five minutes', () => {
    expect(withoutBehavior([20, ...always(3, 20)], 4)).toEqual([8, 16, ...always(20, 18), 3]);
    // Under `behavior` the window only holds what is there.
    expect(replay([20, 3, 3], { from: 4 })).toEqual([8, 8, 8]);
  });
});

describe('HPA bounds', () => {
  it('end a rise and a fall', () => {
    expect(replay([500], { from: 10, bounds: [1, 12] })).toEqual([12]);
    expect(replay([0], { from: 10, bounds: [3, 12], behavior: { scaleDown: now } })).toEqual([3]);
  });

  it('let 0 replicas stand still', () => {
    expect(replay([7, 7], { from: 0, bounds: [2, 12] })).toEqual([0, 0]);
  });

  it('bring replicas back at once, past metrics, windows and policies', () => {
    expect(replay([undefined], { from: 50, bounds: [1, 12] })).toEqual([12]);
    expect(replay([undefined], { from: 1, bounds: [40, 50] })).toEqual([40]);
  });
});
