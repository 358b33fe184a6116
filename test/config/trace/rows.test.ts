import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRow, collectRows } from '../../../config/trace/tables/rows.ts';

const collected = (rows: readonly CsvRow[]) => {
  const collector = collectRows();
  for (const { line, cells } of rows) collector.add(line, cells);
  return collector;
};

describe('rows that are collected by column', () => {
  it('are those that were given, whatever their cells and their number', () => {
    const cells = fc.array(fc.constantFrom('', '200', '/score', 'x'), { maxLength: 5 });
    const row = fc.record({ line: fc.nat(), cells });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), fc.nat(45), (given, from) => {
        const rows = collected(given).rows(Math.min(from, given.length));
        const expected = given.slice(from);
        expect([...rows]).toEqual(expected);
        expect(rows.length).toBe(expected.length);
        expect(rows.map(({ line }, i) => [line, i])).toEqual(expected.map(({ line }, i) => [line, i]));
        expect(rows.filter((_, i) => i % 2 === 1)).toEqual(expected.filter((_, i) => i % 2 === 1));
        expect(rows.slice(1, 3)).toEqual(expected.slice(1, 3));
        expect([rows.at(0), rows.at(-1), rows.at(50)]).toEqual([expected[0], expected.at(-1), undefined]);
      }),
    );
  });

  it('keep each text of a column with more different ones than are looked up', () => {
    const given = Array.from({ length: 3000 }, (_, i) => ({ line: i + 1, cells: [`at ${i % 700}`, 'ok'] }));
    expect([...collected(given).rows()]).toEqual(given);
  });

  it('have as many cells as a table is wide, and are counted by those that they had', () => {
    const collector = collected([
      { line: 1, cells: ['a'] },
      { line: 2, cells: ['b', 'c'] },
      { line: 4, cells: ['d'] },
    ]);
    expect(collector.rows(0, 2).map(({ cells }) => cells)).toEqual([
      ['a', ''],
      ['b', 'c'],
      ['d', ''],
    ]);
    expect([...collector.widths]).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });
});
