import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandBoxes, boxesPath, stepPath } from '../../../../reports/charts/time/paths.ts';
import { cornersOf, topsBySecond } from './path-corners.ts';

const identity = (value: number): number => value;
const places = { x: identity, y: identity };
const whole = (values: readonly unknown[]) => ({ from: 0, to: values.length });

describe('a staircase', () => {
  it('has a corner where the value changes, and ends every run at the end of its last second', () => {
    const values = [3, 3, null, 5];
    expect(stepPath(values, whole(values), places)).toBe('M0 3H2M3 5H4');
  });

  it('draws nothing of a series without values', () => {
    expect(stepPath([null, null], { from: 0, to: 2 }, places)).toBe('');
    expect(stepPath([], { from: 0, to: 0 }, places)).toBe('');
  });

  it('shows in every second the value of that second, or nothing where there is none', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(5)), { maxLength: 200 }), (values) => {
        const shown = topsBySecond(stepPath(values, whole(values), places), values.length);
        expect(shown).toEqual(values);
      }),
    );
  });

  it('draws of a part of the seconds only these, at their own places', () => {
    expect(stepPath([1, 2, 3, 4], { from: 1, to: 3 }, places)).toBe('M1 2H2V3H3');
  });

  it('ends where its own values end, beside a series that is longer', () => {
    expect(stepPath([1, 2], { from: 0, to: 9 }, places)).toBe('M0 1H1V2H2');
  });

  it('keeps the height of a spike of one second in ten hours', () => {
    const values = new Array<number>(36_000).fill(3);
    values[12_345] = 90;
    expect(stepPath(values, whole(values), places)).toContain('M0 3H12345V90H');
  });
});

describe('a band', () => {
  it('is one shape for seconds side by side, and another after a gap', () => {
    const boxes = bandBoxes([1, 1, null, 2], [4, 4, 4, 5], { from: 0, to: 4 });
    expect(boxesPath(boxes, places)).toBe('M0 1V4H2V1H0ZM3 2V5H4V2H3Z');
  });

  it('reaches in every second from the lower to the upper value', () => {
    const second = fc.tuple(fc.nat(5), fc.nat(5)).map(([low, more]) => ({ low, high: low + more + 1 }));
    fc.assert(
      fc.property(fc.array(second, { minLength: 1, maxLength: 100 }), (seconds) => {
        const boxes = bandBoxes(
          seconds.map(({ low }) => low),
          seconds.map(({ high }) => high),
          whole(seconds),
        );
        const corners = cornersOf(boxesPath(boxes, places));
        const tops = corners.slice(0, corners.findIndex(({ x }) => x === seconds.length) + 1);
        seconds.forEach(({ high }, i) => {
          expect(tops.findLast(({ x }) => x <= i)?.y).toBe(high);
        });
        const bottoms = corners.slice(tops.length).toReversed();
        seconds.forEach(({ low }, i) => {
          expect(bottoms.findLast(({ x }) => x <= i)?.y).toBe(low);
        });
      }),
    );
  });

  it('keeps the slowest and the quickest second of an hour', () => {
    const [low, high] = [new Array<number>(3600).fill(100), new Array<number>(3600).fill(200)];
    low[777] = 4;
    high[2222] = 9000;
    const boxes = bandBoxes(low, high, { from: 0, to: 3600 });
    expect(boxes.find(({ from, to }) => from <= 777 && to > 777)?.low).toBe(4);
    expect(boxes.find(({ from, to }) => from <= 2222 && to > 2222)?.high).toBe(9000);
    expect(boxes.length).toBeLessThanOrEqual(600);
  });
});
