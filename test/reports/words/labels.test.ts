import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../reports/markdown.ts';
import { renderHtml } from '../../../reports/report-html.ts';
import { renderSummary } from '../../../reports/terminal.ts';
import { commitText, labelParts } from '../../../reports/words/labels.ts';
import { spikeResult } from '../../builders/result.ts';

const commit = { id: '0123456789abcdef0123456789abcdef01234567', branch: 'main', hasChanges: true };
const labels = { title: 'After the <fix>', tags: ['nightly', 'team=search'], commit };

describe('title, commit and tags of a run', () => {
  it('are told as far as they are known', () => {
    expect(labelParts(labels)).toEqual([
      'After the <fix>',
      'commit 012345678 (main) with changes',
      '#nightly',
      '#team=search',
    ]);
    expect(labelParts({})).toEqual([]);
    expect(commitText({ commit: { ...commit, branch: null, hasChanges: false } })).toBe('commit 012345678');
  });

  it('stand in every report', async () => {
    const { run, ...result } = spikeResult();
    const report = { result: { ...result, run: { ...run, ...labels } } };
    expect(await renderHtml(report)).toContain(
      'After the &lt;fix&gt; · commit 012345678 (main) with changes · #nightly · #team=search',
    );
    expect(renderMarkdown(report)).toContain('After the &lt;fix&gt; · commit 012345678 (main) with changes');
    expect(renderSummary(report, { color: false, width: 100 })).toContain(
      'After the <fix> · commit 012345678 (main) with changes · #nightly · #team=search',
    );
  });
});
