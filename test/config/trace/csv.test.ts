import { describe, expect, it } from 'vitest';
import { csvRows } from '../../../config/trace/tables/csv.ts';

const cellsOf = (text: string) => csvRows(text, 'a.csv').map(({ cells }) => cells);

describe('the rows of a CSV text', () => {
  it.each([
    ['commas', 'a,b\n1,2'],
    ['semicolons', 'a;b\n1;2'],
    ['tabs', 'a\tb\n1\t2'],
    ['bars', 'a|b\n1|2'],
    ['the separator that Excel names', 'sep=;\na;b\n1;2'],
    ['a mark of order, CRLF, comments and empty lines', '\uFEFFa,b\r\n# from the log\r\n\r\n1,2\r\n'],
    ['quotes', '"a","b"\n"1",2'],
  ])('%s', (_, text) => {
    expect(cellsOf(text)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('keep separators, quotes and line breaks inside quotes', () => {
    expect(cellsOf('time,"sum(x{job=""a"", code=~""2..""})"\n"5/1/2024, 10:00",3')).toEqual([
      ['time', 'sum(x{job="a", code=~"2.."})'],
      ['5/1/2024, 10:00', '3'],
    ]);
    expect(csvRows('"a\nb",c\n1,2', 'a.csv')).toEqual([
      { line: 1, cells: ['a\nb', 'c'] },
      { line: 3, cells: ['1', '2'] },
    ]);
  });

  it('keep decimal commas between semicolons', () => {
    expect(cellsOf('a;b\n1,5;2,5')[1]).toEqual(['1,5', '2,5']);
  });

  it('are refused where a quote does not close, with its line', () => {
    expect(() => csvRows('a,b\n"1,2', 'a.csv')).toThrow(/no CSV: .*line 2/);
  });
});
