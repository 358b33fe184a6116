import { expect, it } from 'vitest';
import { mergedThresholds } from '../../../load/runners/thresholds.ts';

/** What a threshold of three runners comes to. */
const wholeOf = (expression: string, parts: readonly boolean[]) =>
  mergedThresholds(parts.map((ok) => [{ metric: 'm', expression, ok }])).map(({ ok }) => ok);

const [hold, miss, mixed] = [
  [true, true, true],
  [false, false, false],
  [true, false, true],
];

it.each([
  ['p(95)<400', hold, true],
  ['p(95)<400', miss, false],
  ['p(95)<400', mixed, null],
  ['rate>0.99', hold, true],
  ['rate>0.99', mixed, null],
  ['count<5', hold, null],
  ['count < 5', mixed, false],
  ['count<=5', miss, false],
  ['count>100', hold, true],
  ['count>100', mixed, true],
  ['count>100', miss, null],
  ['rate>50', miss, null],
  ['rate<50', mixed, false],
  ['count==0', hold, null],
])('over several runners %s is told by %j as %s', (expression, parts, whole) => {
  expect(wholeOf(expression, parts)).toEqual([whole]);
});

it('of one runner stays as it is', () => {
  expect(wholeOf('count<5', [true])).toEqual([true]);
});
