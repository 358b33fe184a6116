import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../planner/stats/random.ts';
import {
  dailyPeaksOf,
  type MarginFromDays,
  marginFromDays,
  minutePeakOf,
} from '../../../planner/traffic/daily-peaks.ts';

const day = 86_400;

const from = (peaks: readonly number[], plannedPeak = Math.max(...peaks)): MarginFromDays | null =>
  marginFromDays(peaks, { plannedPeak, confidence: 0.95, marginMax: 3 });

describe('daily peaks', () => {
  it('are the highest minute of each whole day', () => {
    const perSecond = new Array<number>(2 * day + 3600).fill(1);
    perSecond
      .fill(10, 600, 660)
      .fill(1000, day + 5, day + 6)
      .fill(50, 2 * day, 2 * day + 600);
    const [first, second, ...others] = dailyPeaksOf(perSecond);
    expect(first).toBe(10);
    expect(second, 'a single second is chance').toBeCloseTo((59 + 1000) / 60, 9);
    expect(others, 'the rest is no whole day').toEqual([]);
    expect(minutePeakOf(perSecond)).toBe(50);
  });
});

describe('a margin from the days of a trace', () => {
  it('is none where all days peak alike, and unknown for less than a week', () => {
    expect(from([40, 40, 40, 40, 40, 40, 40])).toMatchObject({ margin: 0, days: 7 });
    expect(from([40, 50, 60, 40, 50, 60])).toBeNull();
    expect(from([40, 50, 60, 40, 50, 60, 0]), 'a day without a request tells nothing').toBeNull();
  });

  it('is the prediction limit about the median', () => {
    // R: n <- 7; l <- log(c(30, 40, 40, 40, 44, 46, 48)); u <- l[l > median(l)] - median(l)
    // exp(median(l) + qt(0.95^(1/n), n - 1) * sqrt(mean(u^2)) * sqrt(1 + 1/n))
    const found = from([30, 40, 40, 40, 44, 46, 48])!;
    const spread = Math.sqrt((Math.log(1.1) ** 2 + Math.log(1.15) ** 2 + Math.log(1.2) ** 2) / 3);
    expect(Math.log(found.bound / 40) / (spread * Math.sqrt(8 / 7))).toBeCloseTo(3.3941, 3);
    expect(found.margin).toBeCloseTo(found.bound / 48 - 1, 12);
    expect(found).toMatchObject({ days: 7, confidence: 0.95 });
    expect(found.lowestPeak).toBeCloseTo(30, 9);
    expect(found.highestPeak).toBeCloseTo(48, 9);
  });

  it('is on top of what is planned for, which may be a quieter part, and has a largest', () => {
    const week = [40, 44, 46, 48, 40, 38, 36];
    expect(from(week, 24)!.margin).toBeCloseTo(2 * (1 + from(week)!.margin) - 1, 9);
    expect(from(week, 5)!.margin).toBe(3);
    expect(from(week, 500)!.margin).toBe(0);
  });

  it('takes quiet weekends for no spread', () => {
    const workdays = [40, 42, 44, 41, 43];
    const flat = from([...workdays, 40, 41, ...workdays, 40, 41])!;
    const quiet = from([...workdays, 12, 10, ...workdays, 12, 10])!;
    expect(quiet.margin).toBeLessThan(flat.margin + 0.1);
  });

  it('holds for as many days to come about as often as was asked', () => {
    const random = createRandom(5);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const fortnight = (): number[] => Array.from({ length: 14 }, () => 40 * Math.exp(0.15 * normal()));
    const traces = 1000;
    let held = 0;
    for (let i = 0; i < traces; i++) if (Math.max(...fortnight()) <= from(fortnight())!.bound) held++;
    expect(held / traces).toBeGreaterThan(0.89);
    expect(held / traces).toBeLessThan(0.98);
  });
});
