import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTrace } from '../../config/trace/read-trace.ts';
import { burstyCounts, burstyTrace } from '../../examples/traces/bursts.ts';
import { correlationOf, meanOfValues, varianceOfValues } from '../../planner/stats/simple.ts';

const file = join(import.meta.dirname, '../../examples/traces/bursts.csv');
const { perSecond: counts } = readTrace({ scenario: 'replay', trace: file, fromSecond: 0, rateFactor: 1 });

it('bursts.csv is what its script makes', () => {
  expect(readFileSync(file, 'utf8')).toBe(burstyTrace(600));
  expect(counts).toEqual(burstyCounts(600));
});

it('bursts.csv has the figures that its README gives', () => {
  const mean = meanOfValues(counts);
  expect(mean).toBeCloseTo(2.55, 2);
  expect(Math.max(...counts) / mean).toBeCloseTo(25.5, 1);
  expect(varianceOfValues(counts) / mean).toBeCloseTo(13.0, 1);
  expect(counts.filter((n) => n === 0).length / counts.length).toBeCloseTo(0.69, 2);
  expect(correlationOf(counts.slice(1), counts.slice(0, -1))).toBeCloseTo(0.8, 2);
});
