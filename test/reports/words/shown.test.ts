import { describe, expect, it } from 'vitest';
import { errorShareInterval } from '../../../planner/measure/errors.ts';
import { p95Interval } from '../../../planner/measure/latency.ts';
import { withShown } from '../../../planner/result/shown.ts';
import { sketchOf } from '../../../planner/stats/sketch.ts';
import { renderJunit } from '../../../reports/junit.ts';
import { renderMarkdown } from '../../../reports/markdown.ts';
import { renderHtml } from '../../../reports/report-html.ts';
import { closingLine, renderSummary } from '../../../reports/terminal.ts';
import { tabTitle } from '../../../reports/words/run/headline.ts';
import { notShownText } from '../../../reports/words/run/shown.ts';
import type { Check, Result } from '../../../runs/schema/result.ts';
import { spikeResult } from '../../builders/result.ts';

const shares = (failed: number, requests: number, limit = 0.01, endpoint: string | null = null): Check =>
  withShown({
    endpoint,
    objective: 'errorShare',
    unit: 'share',
    measured: failed / requests,
    failed,
    requests,
    interval: errorShareInterval(failed, requests),
    limit,
    met: failed / requests <= limit,
  });

const latencies = (requests: number, limit: number): Check => {
  const sketch = sketchOf(Array.from({ length: requests }, (_, i) => 100 + (100 * i) / requests));
  const interval = p95Interval(sketch);
  return withShown({
    endpoint: null,
    objective: 'p95Latency',
    unit: 'millisecond',
    measured: 195,
    failed: null,
    requests,
    interval,
    limit,
    met: limit >= 195,
  });
};

describe('what a run does not show', () => {
  it('is a limit that is met by too few requests', () => {
    expect(notShownText(shares(0, 16))).toBe(
      '16 requests are too few to show an error share of at most 1 %: with up to 20.6 % failing, none may fail in so few. About 370 without a failure would show it.',
    );
    expect(notShownText(shares(3, 452, 0.01, 'batch'))).toBe(
      '452 requests of batch are too few to show an error share of at most 1 %: with up to 1.9 % failing, 3 may fail in so few. About 3,400 with the same share of failures would show it.',
    );
    expect(notShownText(latencies(16, 200))).toBe(
      '16 requests are too few for an interval of the p95 latency: it takes 72.',
    );
    expect(notShownText(latencies(200, 196))).toMatch(
      /^200 requests are too few to show a p95 latency of at most 196 ms: its interval reaches \d+ ms/,
    );
  });

  it('is a limit that is missed by a hair', () => {
    expect(notShownText(shares(2, 193))).toBe(
      'Close to the limit: the interval of the error share begins at 0.13 %.',
    );
    expect(notShownText(latencies(200, 194))).toMatch(/^Close to the limit: the interval of the p95 latency/);
  });

  it('is nothing where the interval lies on one side, where it is open, and for a limit of 0', () => {
    for (const check of [shares(0, 452), shares(120, 500), latencies(200, 300), shares(0, 5000, 0)])
      expect(notShownText(check)).toBeUndefined();
    expect(notShownText(withShown({ ...shares(0, 16), met: null }))).toBeUndefined();
  });
});

const withOkP95 = (totals: Result['totals'], p95Ms: number): Result['totals'] => ({
  ...totals,
  latency: { ...totals.latency, ok: { ...totals.latency.ok, p95Ms } },
});

describe('a report of too few requests, or of a limit that is missed by a hair', () => {
  const resultWith = (check: Check) => {
    const result = spikeResult();
    return { ...result, verdict: { ...result.verdict, met: check.met, checks: [check] } };
  };

  it('says so in every output', async () => {
    const report = { result: resultWith(shares(0, 16)) };
    const screen = { color: false, width: 200 };
    for (const text of [
      renderSummary(report, screen),
      closingLine(report, screen),
      renderMarkdown(report),
      renderJunit(report),
      await renderHtml(report),
    ])
      expect(text.replaceAll(/\s+/g, ' ')).toContain('About 370 without a failure would show it.');
  });

  it('prints the share that passes its limit in as many digits as tell it from the limit', async () => {
    const near = resultWith(shares(2, 193));
    const phases = near.phases.map((phase) => ({
      ...phase,
      ok: 191,
      failed: 2,
      errorShare: 2 / 193,
      okLatency: { ...phase.okLatency, p95Ms: 500.3 },
    }));
    const report = { result: { ...near, phases } };
    expect(tabTitle(report.result, { kind: 'plan' })).toContain('1.04 % failed');
    const page = await renderHtml({
      result: { ...report.result, totals: withOkP95(report.result.totals, 500.3) },
    });
    expect(page).toMatch(/ ok: p50 [^,]*, p95 500\.3 ms/);
    for (const text of [renderSummary(report, { color: false, width: 200 }), renderMarkdown(report), page]) {
      expect(text).toContain('1.04 % (2 of 193)');
      expect(text).toContain('500.3 ms');
      expect(text).not.toMatch(/\b1 % (?:\(2 of 193\)|failed)/);
    }
  });
});
