import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../../../planner/policies/hpa/rules.ts';
import { isWithinTolerance } from '../../../../planner/policies/hpa/tolerance.ts';

describe('HPA scaling rules', () => {
  it('are the documented defaults where nothing is said', () => {
    expect(rulesOf({})).toEqual({
      up: {
        windowSeconds: 0,
        selectPolicy: 'Max',
        policies: [
          { type: 'Percent', value: 100, periodSeconds: 15 },
          { type: 'Pods', value: 4, periodSeconds: 15 },
        ],
      },
      down: {
        windowSeconds: 300,
        selectPolicy: 'Max',
        policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
      },
    });
  });

  it('are filled in field by field', () => {
    const { down } = rulesOf({ scaleDown: { selectPolicy: 'Min', stabilizationWindowSeconds: 60 } });
    expect(down).toEqual({ ...rulesOf({}).down, selectPolicy: 'Min', windowSeconds: 60 });
  });
});

it('leaves replicas alone up to the tolerance itself', () => {
  const tolerances = { up: 0.1, down: 0.1 };
  const isWithin = (ratio: number): boolean => isWithinTolerance(ratio, tolerances);
  expect([45 / 50, 55 / 50, 1].map(isWithin)).toEqual([true, true, true]);
  // 66 / 60 is a little above 1.1 as a float, and so is it to the controller's.
  expect([44 / 50, 56 / 50, 66 / 60 + Number.EPSILON].map(isWithin)).toEqual([false, false, false]);
});
