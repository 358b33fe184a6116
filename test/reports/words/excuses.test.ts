import { describe, expect, it } from 'vitest';
import { changeSentence, excuseText } from '../../../reports/words/plan/excuses.ts';
import type { Change, Rejected } from '../../../runs/schema/recommendation.ts';
import { headroom, plannedSettings } from '../../builders/recommendation.ts';

const rejected = (excuse: Rejected['excuse'], alike = 0): Rejected => ({
  settings: plannedSettings,
  lostIn: 'search',
  runs: 5,
  failedRuns: 5,
  allowed: { failedRuns: 4, runs: 100 },
  meanReplicas: 12,
  excuse,
  alike,
});

describe('excuseText', () => {
  it('tells the runs of the search from those that it had not seen, as settings may hold in one half and fail in the other', () => {
    const lost = rejected({ kind: 'errorShare', measured: 0.02, limit: 0.01 });
    const { lostIn: _, ...older } = lost;
    expect(excuseText({ ...lost, lostIn: 'proof' })).toContain(
      'in 5 of 5 simulated runs beyond the search, hardest first;',
    );
    expect(excuseText(older)).toContain('in 5 of 5 simulated runs, hardest first;');
  });

  it.each<readonly [Rejected['excuse'], string]>([
    [
      { kind: 'errorShare', measured: 0.0163, limit: 0.01 },
      'Misses the SLO in 5 of 5 simulated runs of the search, hardest first; 4 of 100 are allowed: in the median of them 1.6 % of the requests fail, the limit is 1 %.',
    ],
    [
      { kind: 'errorShare', measured: 0.01002, limit: 0.01 },
      'Misses the SLO in 5 of 5 simulated runs of the search, hardest first; 4 of 100 are allowed: in the median of them 1.002 % of the requests fail, the limit is 1 %.',
    ],
    [
      { kind: 'latency', measured: 1003, limit: 1000 },
      'Misses the SLO in 5 of 5 simulated runs of the search, hardest first; 4 of 100 are allowed: in the median of them the p95 latency is 1.003 s, the limit is 1 s.',
    ],
    [
      { kind: 'cost', measured: 12.9, limit: 12.4 },
      'Meets the SLO as well, but takes 12.9 replicas on average, the advice 12.4.',
    ],
    [
      { kind: 'sameCost', measured: 12.413, limit: 12.408 },
      'Meets the SLO and costs about as much as the advice.',
    ],
  ])('gives the reason with numbers that can be told apart: %j', (excuse, text) => {
    expect(excuseText(rejected(excuse))).toBe(text);
  });
});

it('does not call all runs the hardest', () => {
  const excuse = { kind: 'errorShare', measured: 0.02, limit: 0.01 } as const;
  const all = { ...rejected(excuse), runs: 100, allowed: { failedRuns: 4, runs: 100 } };
  expect(excuseText(all)).toMatch(
    /^Misses the SLO in 5 of 100 simulated runs of the search; 4 of 100 are allowed/,
  );
});

describe('excuseText of several that cost the same', () => {
  it('counts those that are not shown', () => {
    const excuse = { kind: 'sameCost', measured: 12, limit: 12 } as const;
    expect(excuseText(rejected(excuse, 1))).toBe(
      'Meets the SLO, as 1 other does, and costs about as much as the advice.',
    );
    expect(excuseText(rejected(excuse, 7))).toContain('as 7 others do');
  });
});

describe('changeSentence', () => {
  const peak: Change = { what: 'peak', factor: 1.27, triedFactorMax: 4, value: 25 };

  /** A headroom whose advised settings hold `mid` requests/s, `factor` times the peak. */
  const held = (mid: number, factor: number, isLargestTried = false) => {
    const { settings, ...others } = headroom();
    const advised = settings.find(({ of }) => of === 'advice')!;
    const ratePerSecond = { ...advised.ratePerSecond, mid };
    const peakFactor = { ...advised.peakFactor, mid: factor };
    return { ...others, settings: [{ ...advised, ratePerSecond, peakFactor, isLargestTried }] };
  };

  it.each<readonly [Change, string]>([
    [
      { what: 'startupLag', factor: 1.3, triedFactorMax: 4, value: 11_000 },
      'Plan again for replicas that take longer than 11 s on average to start.',
    ],
    [
      { what: 'startupLag', factor: null, triedFactorMax: 4, value: null },
      'The settings still hold at 4 times the start-up lag that was planned for.',
    ],
  ])('says when to plan again: %j', (change, text) => {
    expect(changeSentence(change, headroom())).toBe(text);
  });

  it('asks for a plan above the peak that is held, not above a rounder one', () => {
    expect(changeSentence({ ...peak, value: 110 }, held(114, 1.2))).toBe(
      'Plan again for a peak above 114 requests/s.',
    );
    expect(changeSentence({ ...peak, value: 130 }, held(128.3, 1.35))).toBe(
      'Plan again for a peak above 128 requests/s.',
    );
  });

  it('names no larger peak than the largest that was tried, and none where none is held', () => {
    expect(changeSentence({ ...peak, factor: null, value: null }, held(266, 3.914, true))).toBe(
      'The settings still hold at 3.91 times the peak that was planned for, the largest that was tried.',
    );
    expect(changeSentence({ ...peak, factor: null, value: 0 }, held(0, 0))).toBeUndefined();
  });
});
