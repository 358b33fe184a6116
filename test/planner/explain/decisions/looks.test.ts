import { expect, it } from 'vitest';
import { looksOf } from '../../../../planner/explain/decisions/looks.ts';

it('looks every period from the first trace on, and before it', () => {
  const { atSeconds, from } = looksOf([22], { intervalSeconds: 15, untilSeconds: 60 });
  expect([atSeconds, from]).toEqual([[7, 22, 37, 52], 'seen']);
});

it('follows the drift of a busy controller, and takes the traces of one look as one', () => {
  const { atSeconds } = looksOf([10, 10.06, 25.3, 40.7], { intervalSeconds: 15, untilSeconds: 60 });
  expect(atSeconds).toEqual([10, 25.3, 40.7, 55.7]);
});

it('does not take a change between two looks for a look', () => {
  const { atSeconds } = looksOf([10, 18, 25], { intervalSeconds: 15, untilSeconds: 50 });
  expect(atSeconds).toEqual([10, 25, 40]);
});

it('takes the nearest of several traces to where a look is due, the earlier of two as near', () => {
  const { atSeconds } = looksOf([10, 23.5, 26, 39, 43, 80], { intervalSeconds: 15, untilSeconds: 90 });
  expect(atSeconds).toEqual([10, 26, 39, 54, 69, 84]);
});

it('assumes whole periods where nothing left a trace', () => {
  const assumed = { atSeconds: [15, 30, 45], from: 'assumed' };
  expect(looksOf([], { intervalSeconds: 15, untilSeconds: 50 })).toEqual(assumed);
  expect(looksOf([], { intervalSeconds: 1, untilSeconds: 4 }).atSeconds).toEqual([1, 2, 3]);
});

it('lays a look of a rule that looks all the time at each of its changes, and whole periods between', () => {
  const looks = looksOf([2.5, 2.75, 6.25], { intervalSeconds: 1, untilSeconds: 8 });
  expect(looks).toEqual({ atSeconds: [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.25, 7.25], from: 'assumed' });
});
