import { expect, it } from 'vitest';
import { partCosts } from '../../../planner/result/part-costs.ts';
import type { Headroom } from '../../../runs/schema/headroom.ts';
import { type LagPart, lagParts, type ScaleLag } from '../../../runs/schema/scale-lag.ts';

const lagOf = (seconds: Partial<Record<LagPart['part'], number>>): ScaleLag => ({
  events: [],
  medians: lagParts.map((part) => ({
    part,
    seconds: seconds[part] ?? null,
    how: 'measured',
    n: 1,
    file: null,
  })),
});

const interval = { low: 1, mid: 1, high: 1, confidence: 0.95 };
const headroom: Headroom = {
  baselineRatePerSecond: 10,
  peakRatePerSecond: 60,
  lagMs: 10_000,
  confidence: 0.95,
  runs: 10,
  settings: [
    {
      of: 'current',
      peakFactor: interval,
      ratePerSecond: interval,
      isLargestTried: false,
      byPeak: [],
      byStartupLag: [
        { lagMs: 1000, chance: 1, errorShare: 0.01 },
        { lagMs: 5000, chance: 0, errorShare: 0.05 },
        { lagMs: 10_000, chance: 0, errorShare: 0.2 },
      ],
    },
  ],
};

it('tells what fails without each part of the lag, between the lags that were simulated', () => {
  const costs = partCosts(lagOf({ init: 5, start: 2.5, schedule: 20 }), headroom);
  expect(costs.map(({ part, errorShareWithout }) => [part, errorShareWithout])).toEqual([
    ['schedule', 0.01],
    ['start', 0.125],
    ['init', 0.05],
  ]);
  expect(costs.every(({ errorShare }) => errorShare === 0.2)).toBe(true);
});

it('tells nothing of parts that are unknown, take no time, or are no part of the lag', () => {
  expect(partCosts(lagOf({ signal: 30, node: 60, create: 0 }), headroom)).toEqual([]);
});
