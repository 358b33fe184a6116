import { expect, test } from 'vitest';
import { explainTables, isGoodEnough } from '../../../bench/explain/tables.ts';

test('without a failed second nothing is called right, wrong or good enough', () => {
  expect(explainTables([])).toBe(
    'No failed second was judged: nothing is known of how right the causes are.',
  );
  expect(isGoodEnough([])).toBe(false);
});
