import { expect, test } from 'vitest';
import { createLoginPauses } from '../../../cluster/connect/login-pauses.ts';

/** When logins are begun by who asks every second for some time, and how they end. */
const begunAt = (seconds: number, endsWell: (second: number) => boolean): readonly number[] => {
  let nowMs = 0;
  const pauses = createLoginPauses(() => nowMs);
  const begun: number[] = [];
  for (let second = 0; second < seconds; second++) {
    nowMs = second * 1000;
    if (pauses.refusal() !== null) continue;
    begun.push(second);
    if (endsWell(second)) pauses.succeeded();
    else pauses.failed(new Error('no'));
  }
  return begun;
};

test('logins that fail come further and further apart, a minute at most', () => {
  expect(begunAt(240, () => false)).toEqual([0, 5, 15, 35, 75, 135, 195]);
});

test('one that ends well ends the pauses', () => {
  expect(begunAt(14, (second) => second === 5 || second === 6)).toEqual([0, 5, 6, 7, 12]);
});

test('within a pause the last failure counts', () => {
  const pauses = createLoginPauses(() => 0);
  const error = new Error('no tenant');
  expect(pauses.refusal()).toBeNull();
  pauses.failed(error);
  expect(pauses.refusal()).toEqual({ error });
});
