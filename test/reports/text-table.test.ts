import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitColumns,
  fitsInto,
  indentedLines,
  paragraph,
  textTable,
  usualColumns,
  wrapText,
} from '../../reports/text-table.ts';

describe('textTable', () => {
  it('aligns names to the left and numbers to the right', () => {
    expect(
      textTable(
        ['phase', 'sent'],
        [
          ['spike', '1,600'],
          ['recovery', '200'],
        ],
      ),
    ).toBe('phase      sent\nspike     1,600\nrecovery    200');
  });

  it('becomes names with their figures below them where no columns fit', () => {
    const name = 'explain-with-shap-values-for-auditors';
    const table = textTable(
      ['endpoint', 'result', 'sent'],
      [
        [name, '✗ not met', '219'],
        ['score', '✓ met', ''],
      ],
      40,
    );
    expect(table.split('\n')).toEqual([name, '  result ✗ not met · sent 219', 'score', '  result ✓ met']);
  });

  it('breaks cells at blanks, those of the widest column first, until it fits', () => {
    const table = textTable(
      ['', 'requests/s', 'fail'],
      [
        ['around 131:04 after its start, peak 1 % higher', '24 to 26.5', '0 %'],
        ['level', '5.03', '<0.01 %'],
      ],
      48,
    );
    expect(table.split('\n')).toEqual([
      '                             requests/s     fail',
      'around 131:04 after its      24 to 26.5      0 %',
      'start, peak 1 % higher',
      'level                              5.03  <0.01 %',
    ]);
  });

  it('fits wherever its longest words do, and loses no word', () => {
    const text = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 6 }).map((all) => all.join(' '));
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((n) => fc.array(fc.array(text, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(table, fc.integer({ min: 38, max: 80 }), ([head, ...rows], width) => {
        const shown = textTable(head!, rows, width);
        expect(fitsInto(shown, width)).toBe(true);
        const words = (lines: string) => lines.split(/\s+/).filter(Boolean).sort();
        expect(words(shown)).toEqual(words([head!, ...rows].flat().join(' ')));
      }),
    );
  });

  it('is its head when there are no rows', () => {
    expect(textTable(['phase', 'sent'], [])).toBe('phase  sent');
  });
});

describe('wrapText', () => {
  it('keeps a path in quotes in one piece, and takes no apostrophe for a quote', () => {
    expect(wrapText("next: headroom open 'my runs/it'\\''s a' now", 12)).toEqual([
      'next:',
      'headroom',
      'open',
      "'my runs/it'\\''s a'",
      'now',
    ]);
    expect(wrapText("it doesn't wait, they don't", 12)).toEqual(["it doesn't", 'wait, they', "don't"]);
  });

  it('keeps a number and its unit together', () => {
    expect(wrapText('lag 8.4 s, 13.5 % of 12 replicas', 9)).toEqual([
      'lag',
      '8.4 s,',
      '13.5 % of',
      '12',
      'replicas',
    ]);
  });

  it('loses no word and adds none, and passes the width only for a longer word', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 5, max: 40 }), (list, width) => {
        const lines = wrapText(list.join(' '), width);
        expect(lines.join(' ')).toBe(list.join(' '));
        for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
      }),
    );
  });
});

describe('indentedLines', () => {
  it('puts the mark at the end of the indent of the first line alone', () => {
    expect(indentedLines('one two', 4, { mark: '-', width: 9 })).toEqual(['  - one', '    two']);
    expect(indentedLines('one two', 3, { mark: '1.', width: 9 })).toEqual(['1. one', '   two']);
    expect(indentedLines('one two', 0, { width: 4 })).toEqual(['one', 'two']);
  });

  it('fits the usual columns, as a paragraph does', () => {
    const text = 'word '.repeat(50).trim();
    for (const line of [...indentedLines(text, 6), ...paragraph(text).split('\n')])
      expect(line.length).toBeLessThanOrEqual(usualColumns);
  });
});

describe('fitColumns', () => {
  const table = { head: ['a', 'bb', 'c'], rows: [['1', '22222', '3']] };

  it('leaves a table alone that fits', () => {
    expect(fitColumns(table, 20, ['bb'])).toEqual(table);
  });

  it('drops dispensable columns in their order, no more than needed', () => {
    expect(fitColumns(table, 5, ['bb', 'c'])).toEqual({ head: ['a', 'c'], rows: [['1', '3']] });
    expect(fitColumns(table, 2, ['bb', 'c'])).toEqual({ head: ['a'], rows: [['1']] });
  });

  it('keeps what is not dispensable, even if it does not fit', () => {
    expect(fitColumns(table, 1, [])).toEqual(table);
  });
});
