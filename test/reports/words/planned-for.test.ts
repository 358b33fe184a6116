import { describe, expect, it } from 'vitest';
import { paidTimeText, partName, plannedForText, sloText } from '../../../reports/words/plan/planned-for.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import { recommendation } from '../../builders/recommendation.ts';

const { load } = recommendation();
const textOf = (change: Partial<Recommendation['load']>): string => plannedForText({ ...load, ...change });

describe('what an advice was planned for, in words', () => {
  it('names how requests come, the margin above the peak, and what the cost is of', () => {
    expect(textOf({})).toBe(
      'Planned for requests that come at random moments, and peaks up to 20 % above the recorded 20/s, which is 24/s. Cost assumes the recorded load 1 % of the time, else its baseline of 5/s.',
    );
  });

  it('calls a peak recorded only where it was', () => {
    expect(textOf({ isOther: true })).toContain('peaks up to 20 % above the planned 20/s');
    expect(textOf({ kind: 'day' })).toContain('above the planned 20/s');
  });

  it('says so where there is no margin, or no other time', () => {
    expect(textOf({ margin: 0, spikeShare: 1 })).toBe(
      'Planned for requests that come at random moments, and no peak above the recorded 20/s. Cost assumes the recorded load all the time.',
    );
  });

  it('counts no part of the time that has none', () => {
    expect(textOf({ spikeShare: 0 })).toContain('Cost assumes its baseline of 5/s all the time.');
    expect(paidTimeText({ ...load, spikeShare: 0 })).toBe('its baseline of 5/s all the time');
  });

  it('names a rise of a day by its time of day, with seconds only where there are some', () => {
    const [part] = load.mix;
    const nameAt = (atSecond: number) =>
      partName({ ...part!, kind: 'rise', atSecond }, { ...load, kind: 'day', durationSeconds: 86_400 });
    expect(nameAt(27_000)).toContain('07:30');
    expect(nameAt(27_000)).not.toContain('07:30:');
    expect(nameAt(27_005)).toContain('07:30:05');
  });

  it('pays for a day by its own hours', () => {
    expect(textOf({ kind: 'day', spikeShare: 0 })).toContain("Cost assumes the day's own hours.");
    expect(textOf({ kind: 'day' })).toContain('1 % of the time the recorded spike on top');
    expect(paidTimeText({ ...load, kind: 'day' })).toContain("the day's own hours, and 1 % of the time");
    expect(textOf({ kind: 'counts' })).toContain('the seconds of the trace');
  });
});

it('names the limits of an SLO, and no latency where none is limited', () => {
  expect(sloText({ maxErrorShare: 0.01, p95LatencyMs: 500 })).toBe(
    'at most 1 % of the requests fail, p95 latency at most 500 ms',
  );
  expect(sloText({ maxErrorShare: 0.01 })).toBe('at most 1 % of the requests fail');
});
