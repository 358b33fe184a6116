import { expect, it } from 'vitest';
import { readTable } from '../../../config/trace/tables/read-table.ts';

it('judges a long first line in one go: no pattern tries each part of it again', () => {
  const blanks = `${' '.repeat(160_000)}\n2026-05-01 10:00:00 INFO started`;
  expect(() => readTable(blanks, 'a.csv')).toThrow(/application log/);
  expect(readTable(`1 ${'10:00 x '.repeat(20_000)}`, 'a.csv').rows).toHaveLength(1);
});

it('refuses a log by the level in its first line, indented or not', () => {
  for (const indent of ['', '   '])
    expect(() => readTable(`${indent}2026-05-01 10:00:00 INFO started\n`, 'a.log')).toThrow(
      /application log/,
    );
});
