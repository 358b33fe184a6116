import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createIntegral } from '../../sandbox/integral.ts';

it('sums value x time over the steps, the open one included', () => {
  const step = fc.record({
    value: fc.integer({ min: 0, max: 100 }),
    forMs: fc.integer({ min: 0, max: 10_000 }),
  });
  fc.assert(
    fc.property(fc.array(step), fc.integer({ min: 0, max: 1000 }), (steps, startMs) => {
      const integral = createIntegral(startMs);
      let nowMs = startMs;
      for (const { value, forMs } of steps) {
        integral.set(value, nowMs);
        nowMs += forMs;
      }
      const sum = steps.reduce((total, { value, forMs }) => total + value * forMs, 0);
      expect(integral.valueMs(nowMs)).toBe(sum);
    }),
  );
});
