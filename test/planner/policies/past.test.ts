import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dated, rollingHighest, youngerThan } from '../../../planner/policies/past.ts';

describe('what a rule remembers', () => {
  it('has left a window when it is exactly as old as the window', () => {
    const past = [0, 1, 2].map((atSeconds) => ({ atSeconds, replicas: 1 }));
    expect(youngerThan(past, 60, 60).map(({ atSeconds }) => atSeconds)).toEqual([1, 2]);
  });

  it('leaves a window of 20 steps of 0.1 s in time, whatever the float sum of the steps', () => {
    const twentySteps = Array.from({ length: 20 }, () => 0.1).reduce((sum, step) => sum + step, 0);
    expect(twentySteps).not.toBe(2);
    expect(youngerThan([{ atSeconds: 0 }], twentySteps, 2)).toEqual([]);
    expect(youngerThan([{ atSeconds: 0 }], 2 - 1e-12, 2)).toEqual([]);
  });
});

describe('rolling maximum', () => {
  it('keeps an older higher count before the newest', () => {
    const past = rollingHighest([{ atSeconds: 0, replicas: 9 }], { atSeconds: 1, replicas: 4 }, 60);
    expect(past[0].replicas).toBe(9);
    expect(past.at(-1)).toEqual({ atSeconds: 1, replicas: 4 });
  });

  it('is the highest of the window at any moment', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 20 }), (replicas, windowSeconds) => {
        let past: readonly Dated[] = [];
        for (const [atSeconds, count] of replicas.entries()) {
          const recent = rollingHighest(past, { atSeconds, replicas: count }, windowSeconds);
          const window = replicas.slice(
            Math.max(0, atSeconds - Math.max(1, windowSeconds) + 1),
            atSeconds + 1,
          );
          expect(recent[0].replicas).toBe(Math.max(...window));
          past = recent;
        }
      }),
    );
  });
});
