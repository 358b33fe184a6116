import { expect } from 'vitest';

/** Holds when both agree to a relative tolerance: the goldens' 1e-6 by default. */
export const expectNear = (actual: number, expected: number, tolerance = 1e-6): void => {
  const off = actual === expected ? 0 : Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-300);
  expect(off, `${actual} against ${expected}: relative error ${off}`).toBeLessThanOrEqual(tolerance);
};

/** Holds when the value rounds to what a source printed: half a unit of its last digit. */
export const expectPrinted = (actual: number, printed: string): void => {
  const decimals = printed.split('.')[1]?.length ?? 0;
  const off = Math.abs(actual - Number(printed));
  expect(off, `${actual} does not round to ${printed}`).toBeLessThanOrEqual(0.5000001 * 10 ** -decimals);
};
