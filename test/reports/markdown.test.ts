import { describe, expect, it } from 'vitest';
import { commentMarker, escapeMarkdown, renderMarkdown } from '../../reports/markdown.ts';
import { spikeResult } from '../builders/result.ts';
import { emptyResult, interruptedResult, longResult, unansweredResult } from '../builders/result-variants.ts';

describe('the Markdown report', () => {
  it('reads as its golden text', async () => {
    await expect(renderMarkdown(spikeResult())).toMatchFileSnapshot('../golden/reports/report.md');
  });

  it('starts with the mark by which a bot finds its own comment', () => {
    expect(renderMarkdown(spikeResult()).startsWith(`${commentMarker}\n`)).toBe(true);
  });

  it('keeps cells and lines together, whatever a run is called', () => {
    const result = spikeResult();
    const hostile = {
      ...result,
      verdict: { ...result.verdict, sentence: 'a | b\n# c <img src=x> @team `x` [y](z)' },
      phases: result.phases.map((phase) => ({ ...phase, name: 'a|b\nc' })),
    };
    const written = renderMarkdown(hostile);
    expect(written).toContain('a \\| b \\# c &lt;img src=x&gt; @\u200bteam \\`x\\` \\[y\\](z)');
    expect(written).toContain('| a\\|b c |');
  });

  it('stays below what a comment may hold, however long the run', () => {
    expect(renderMarkdown(longResult(600)).length).toBeLessThan(65_536);
  });

  it('says so when there is nothing to show', () => {
    expect(renderMarkdown(emptyResult())).toContain('No request was sent');
    expect(renderMarkdown(emptyResult())).toContain('No phase had begun.');
    expect(renderMarkdown(unansweredResult())).toContain('some have no known end');
    expect(renderMarkdown(interruptedResult())).toContain('> **Interrupted: Ctrl-C.');
  });
});

describe('escapeMarkdown', () => {
  it('leaves plain text alone', () => {
    expect(escapeMarkdown('13.5 % of 2,000 (limit 1 %)')).toBe('13.5 % of 2,000 (limit 1 %)');
  });
});
