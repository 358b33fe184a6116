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
    expect(perSecondTable({ from: 0, to: 5 }, [counts([1, 1, 1, 36, 1])]).rows).toEqual([
      ['0:00–0:02', '1'],
      ['0:03', '36'],
      ['0:04', '1'],
    ]);
  });

  it('has of a part of the seconds only these, under their own names', () => {
    expect(perSecondTable({ from: 2, to: 4 }, [counts([1, 2, 3, 4, 5])]).rows).toEqual([
      ['0:02', '3'],
      ['0:03', '4'],
    ]);
  });

  it('shows an unknown second as unknown', () => {
    expect(perSecondTable({ from: 0, to: 2 }, [counts([null, 0])]).rows).toEqual([
      ['0:00', '–'],
      ['0:01', '0'],
    ]);
  });

  it('bounds the rows of a long run: counts add up, other numbers are the largest', () => {
    const values = Array.from({ length: 7200 }, (_, second) => (second === 4321 ? 90 : 1));
    const table = perSecondTable({ from: 0, to: 7200 }, [counts(values), counts(values, 'largest')]);
    expect(table.rows).toHaveLength(180);
    expect(table.rows.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(7200 + 89);
    expect(table.rows.map((row) => row[2])).toContain('90');
    expect(table.caption).toContain('rows of 40 seconds');
  });
});
