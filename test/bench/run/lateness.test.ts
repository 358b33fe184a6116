import { expect, it } from 'vitest';
import { latenessOf } from '../../../bench/run/lateness.ts';

const even = (count: number, ratePerSecond: number): number[] =>
  Array.from({ length: count }, (_, i) => (i * 1000) / ratePerSecond);

it('is 0 for requests on their grid, whenever it began', () => {
  const shifted = even(100, 50).map((ms) => ms + 12_345);
  expect(latenessOf(shifted, 50)).toEqual({ p50Ms: 0, p99Ms: 0 });
});

it('tells how far the late ones came behind, not those that wait for them', () => {
  const arrivalsMs = even(1000, 100).map((ms, i) => (i % 10 === 0 ? ms + 4 : ms));
  expect(latenessOf(arrivalsMs, 100).p50Ms).toBeCloseTo(0);
  expect(latenessOf(arrivalsMs, 100).p99Ms).toBeCloseTo(4);
});

it('shows a rate that is not kept as lateness that grows', () => {
  expect(latenessOf(even(1000, 90), 100).p50Ms).toBeGreaterThan(500);
});
