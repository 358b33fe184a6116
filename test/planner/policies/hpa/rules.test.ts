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
  expect([0.9, 1.1, 0.55 / 0.5, 0.45 / 0.5].map((ratio) => isWithinTolerance(ratio, 0.1))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect([0.899, 1.101].map((ratio) => isWithinTolerance(ratio, 0.1))).toEqual([false, false]);
});
