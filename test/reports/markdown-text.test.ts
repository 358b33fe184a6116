import { describe, expect, it } from 'vitest';
import { escapeMarkdown, markdownTable } from '../../reports/markdown-text.ts';

describe('escapeMarkdown', () => {
  it('leaves plain text alone', () => {
    expect(escapeMarkdown('13.5 % of 2,000 (limit 1 %)')).toBe('13.5 % of 2,000 (limit 1 %)');
  });
});

describe('markdownTable', () => {
  it('has a head, its rule and a line for each row, cells escaped', () => {
    expect(markdownTable(['a', 'b'], [['1|2', '3']])).toBe('| a | b |\n| --- | --- |\n| 1\\|2 | 3 |');
  });
});
