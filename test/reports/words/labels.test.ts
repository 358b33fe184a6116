import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../reports/markdown.ts';
import { renderHtml } from '../../../reports/report-html.ts';
import { renderSummary } from '../../../reports/terminal.ts';
import { commitText, labelParts } from '../../../reports/words/run/labels.ts';
import { spikeResult } from '../../builders/result.ts';

const commit = { id: '0123456789abcdef0123456789abcdef01234567', branch: 'main', hasChanges: true };
const labels = { title: 'After the <fix>', tags: ['nightly', 'team=search'], commit };

describe('a report of several endpoints', () => {
  it('says in its headings what is told of all of them together', async () => {
    const { run, endpoints, timeline, ...result } = spikeResult();
    const { url, method, headerNames, payload, requestTimeoutMs } = run.config.target;
    const request = { url, method, headerNames, payload, requestTimeoutMs, share: 0.5, slo: run.config.slo };
    const config = {
      ...run.config,
      endpoints: ['score', 'embed'].map((name) => ({ ...request, name })),
    };
    const each = ['score', 'embed'].map((name) => ({ ...endpoints[0]!, name, share: 0.5 }));
    const ofEach = { ...timeline, endpoints: each.map(({ name }) => ({ ...timeline.load, name })) };
    const report = {
      result: { ...result, timeline: ofEach, endpoints: each, run: { ...run, config } },
    };
    const terminal = renderSummary(report, { color: false, width: 160 });
    const [markdown, page] = [renderMarkdown(report), await renderHtml(report)];
    expect(terminal).toContain(`spike on 2 endpoints of ${url}`);
    for (const text of [markdown, page]) expect(text).toContain(`Spike test of 2 endpoints of ${url}`);
    for (const text of [terminal, markdown]) {
      expect(text).toContain('Phases, all endpoints together');
      expect(text).toContain('Scaling, all endpoints together');
    }
    expect(page).toContain('Phases and latency, all endpoints together');
    for (const text of [terminal, markdown, page])
      expect(text).toContain('over the error limit of an endpoint');
    expect(markdown).not.toMatch(/^\| objectives /m);
    expect(renderMarkdown({ result: spikeResult() })).toMatch(/^\| objectives /m);
    expect(renderMarkdown({ result: spikeResult() })).not.toMatch(/together|of an endpoint/);
  });
});

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
