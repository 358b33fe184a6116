import { describe, expect, it } from 'vitest';
import { commentMarker, renderMarkdown } from '../../reports/markdown.ts';
import { plannedReport, spikeAdvice } from '../builders/planned-report.ts';
import { spikeResult } from '../builders/result.ts';
import { emptyResult, interruptedResult, longResult, unansweredResult } from '../builders/result-variants.ts';

describe('the Markdown report', () => {
  it('reads as its golden text', async () => {
    await expect(renderMarkdown({ result: spikeResult() })).toMatchFileSnapshot(
      '../golden/reports/report.md',
    );
  });

  it('starts with the mark by which a bot finds its own comment', () => {
    expect(renderMarkdown({ result: spikeResult() }).startsWith(`${commentMarker}\n`)).toBe(true);
  });

  it('names no peak of failures where there were none', () => {
    const { timeline, ...result } = spikeResult();
    const { load } = timeline;
    const none = { ...load.outcomes };
    for (const name of Object.keys(none)) if (name !== '200') none[name] = none[name]!.map(() => 0);
    const written = renderMarkdown({
      result: { ...result, timeline: { ...timeline, load: { ...load, outcomes: none } } },
    });
    expect(written).toMatch(/^failed {3}none$/m);
    expect(written).not.toContain('at most 0/s');
  });

  it('says once that nothing holds', () => {
    const report = plannedReport(spikeAdvice({ basis: 'leastRegret' }));
    expect(renderMarkdown(report).match(/Nothing that was tried meets the SLO/g)).toHaveLength(1);
  });

  it('keeps cells and lines together, whatever a run is called', () => {
    const result = spikeResult();
    const hostile = {
      ...result,
      findings: result.findings.map((finding) => ({
        ...finding,
        outcomes: ['a | b\n# c <img src=x> @team `x` [y](z)'],
      })),
      phases: result.phases.map((phase) => ({ ...phase, name: 'a|b\nc' })),
    };
    const written = renderMarkdown({ result: hostile });
    expect(written).toContain('a \\| b \\# c &lt;img src=x&gt; @\u200bteam \\`x\\` \\[y\\](z)');
    expect(written).toContain('| a\\|b c |');
  });

  it('stays below what a comment may hold, however long the run', () => {
    expect(renderMarkdown({ result: longResult(600) }).length).toBeLessThan(65_536);
  });

  it('has what the page has: what was tested, latency by outcome, health and configuration', () => {
    const result = spikeResult();
    const written = renderMarkdown({ result });
    expect(written).toContain('Spike test of http://scoring.example/api/v1/service/sklearn/score');
    const rows = written.split('\n').filter((line) => /^\| [✓!✗?] (ok|warning|failed|unknown) \|/.test(line));
    expect(rows).toHaveLength(result.health.length);
    expect(written).toMatch(/<summary>Latency by outcome<\/summary>\n\n\| .*p95/);
    expect(written).toContain(`| seed | ${result.run.seed} |`);
    expect(written).toContain(`| objectives | maxErrorShare ${result.run.config.slo.maxErrorShare}`);
  });

  it('says so when there is nothing to show', () => {
    expect(renderMarkdown({ result: emptyResult() })).toContain('No request was sent');
    expect(renderMarkdown({ result: emptyResult() })).toContain('No phase had begun.');
    expect(renderMarkdown({ result: unansweredResult() })).toContain('some have no known end');
    expect(renderMarkdown({ result: interruptedResult() })).toContain(
      '> **Interrupted: asked to stop (Ctrl-C, SIGTERM or a client of mcp).',
    );
  });
});
