import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandBoxes, boxesPath, stepPath } from '../../../../reports/charts/time/paths.ts';
import { cornersOf, topsBySecond } from './path-corners.ts';

const identity = (value: number): number => value;
const places = { x: identity, y: identity };

describe('a staircase', () => {
  it('has a corner where the value changes, and ends every run at the end of its last second', () => {
    const values = [3, 3, null, 5];
    expect(stepPath(values, places)).toBe('M0 3h2M3 5h1');
  });

  it('draws nothing of a series without values', () => {
    expect(stepPath([null, null], places)).toBe('');
    expect(stepPath([], places)).toBe('');
  });

  it('shows in every second the value of that second, or nothing where there is none', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(5)), { maxLength: 200 }), (values) => {
        const shown = topsBySecond(stepPath(values, places), values.length);
        expect(shown).toEqual(values);
      }),
    );
  });

  it('has every second of an hour where it is asked for all of them', () => {
    const values = Array.from({ length: 3600 }, (_, second) => second % 7);
    const path = stepPath(values, places, Number.POSITIVE_INFINITY);
    expect(topsBySecond(path, values.length)).toEqual(values);
  });

  it('keeps the height of a spike of one second in ten hours', () => {
    const values = new Array<number>(36_000).fill(3);
    values[12_345] = 90;
    expect(stepPath(values, places)).toContain('M0 3h12345v87h');
  });
});

describe('a band', () => {
  it('is one shape for seconds side by side, and another after a gap', () => {
    const boxes = bandBoxes([1, 1, null, 2], [4, 4, 4, 5]);
    expect(boxesPath(boxes, places)).toBe('M0 4h2v-3h-2ZM3 5h1v-3h-1Z');
  });

  it('reaches in every second from the lower to the upper value', () => {
    const second = fc.tuple(fc.nat(5), fc.nat(5)).map(([low, more]) => ({ low, high: low + more + 1 }));
    fc.assert(
      fc.property(fc.array(second, { minLength: 1, maxLength: 100 }), (seconds) => {
        const boxes = bandBoxes(
          seconds.map(({ low }) => low),
          seconds.map(({ high }) => high),
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
    const boxes = bandBoxes(low, high);
    expect(boxes.find(({ from, to }) => from <= 777 && to > 777)?.low).toBe(4);
    expect(boxes.find(({ from, to }) => from <= 2222 && to > 2222)?.high).toBe(9000);
    expect(boxes.length).toBeLessThanOrEqual(600);
  });
});
