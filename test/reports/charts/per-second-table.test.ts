import { describe, expect, it } from 'vitest';
import { perSecondTable } from '../../../reports/charts/per-second-table.ts';
import { formatCount } from '../../../reports/format.ts';

const counts = (values: (number | null)[], combine: 'sum' | 'largest' = 'sum') => ({
  name: 'n',
  values,
  combine,
  format: formatCount,
});

describe('perSecondTable', () => {
  it('puts neighbouring seconds with the same numbers into one row', () => {
    expect(perSecondTable(5, [counts([1, 1, 1, 36, 1])]).rows).toEqual([
      ['0:00–0:02', '1'],
      ['0:03', '36'],
      ['0:04', '1'],
    ]);
  });

  it('has every second of a long run where more rows are asked for', () => {
    const values = Array.from({ length: 400 }, (_, second) => second);
    expect(perSecondTable(400, [counts(values)], 1000).rows).toHaveLength(400);
  });

  it('shows a range from its lower to its upper end, unknown where either is', () => {
    const range = { ...counts([1, 2, null]), upTo: [4, null, 6] };
    expect(perSecondTable(3, [range]).rows).toEqual([
      ['0:00', '1 to 4'],
      ['0:01–0:02', '–'],
    ]);
  });

  it('shows an unknown second as unknown', () => {
    expect(perSecondTable(2, [counts([null, 0])]).rows).toEqual([
      ['0:00', '–'],
      ['0:01', '0'],
    ]);
  });

  it('bounds the rows of a long run: counts add up, other numbers are the largest', () => {
    const values = Array.from({ length: 7200 }, (_, second) => (second === 4321 ? 90 : 1));
    const table = perSecondTable(7200, [counts(values), counts(values, 'largest')]);
    expect(table.rows).toHaveLength(180);
    expect(table.rows.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(7200 + 89);
    expect(table.rows.map((row) => row[2])).toContain('90');
    expect(table.caption).toContain('rows of 40 seconds');
  });
});
