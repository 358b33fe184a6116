import { describe, expect, it } from 'vitest';
import { annotationsOf } from '../../../reports/ci/annotations.ts';
import { renderJunit } from '../../../reports/junit.ts';
import { renderMarkdown } from '../../../reports/markdown.ts';
import { renderHtml } from '../../../reports/report-html.ts';
import { renderSummary } from '../../../reports/terminal.ts';
import { renderVerification } from '../../../reports/verification-terminal.ts';
import { inShort } from '../../../reports/words/plan/in-short.ts';
import { marginText } from '../../../reports/words/proof/margin-fired.ts';
import { proofOf } from '../../../reports/words/proof/verification.ts';
import type { MarginProof } from '../../../runs/schema/verification.ts';
import {
  marginHeld,
  marginMissed,
  marginOpen,
  provenReport,
  spikeAdvice,
  spikeProof,
} from '../../builders/planned-report.ts';
import { spikeResult } from '../../builders/result.ts';

const notFired = { fired: false, peakFactor: 1.2 } as const;
const unseen: MarginProof = { ...marginHeld, sloHeld: null, start: null, reason: { code: 'replicasUnseen' } };
const heldText = 'fired once at 1.2 times the peak: the SLO held (0.4 % errors, p95 latency 190 ms)';
const missedText =
  'fired once at 1.2 times the peak: the SLO was missed (2.1 % errors, p95 latency 190 ms; missed: error share)';
const openText =
  'fired once at 1.2 times the peak: can’t tell whether the SLO held (0.4 % errors, p95 latency 190 ms): the re-run is failed';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const reportWith = (margin: MarginProof) => provenReport({ verification: spikeProof({ margin }) });

describe('the words of a margin that was fired', () => {
  it.each([
    [marginHeld, heldText],
    [marginMissed, missedText],
    [marginOpen, openText],
    [unseen, 'with how many replicas it began could not be read'],
    [notFired, '1.2 times the peak was not fired, as the load before has not confirmed the advice'],
  ] satisfies [MarginProof, string][])('tell of one firing what was seen', (margin, text) => {
    expect(marginText(margin)).toContain(text);
  });

  it.each([
    [marginHeld, heldText],
    [marginMissed, missedText],
    [marginOpen, openText],
  ])('are the same in every output', async (margin, text) => {
    const report = reportWith(margin);
    const plain = (rendered: string): string =>
      rendered.replaceAll('&#39;', "'").replaceAll('\\', '').replace(/\s+/g, ' ');
    expect(plain(renderVerification(report.verification!))).toContain(`${capital(text)}.`);
    expect(plain(renderMarkdown(report))).toContain(`${capital(text)}.`);
    expect(plain(await renderHtml(report))).toContain(`${capital(text)}.`);
    expect(plain(renderSummary(report, { color: false, width: 100 }))).toContain(text);
    expect(plain(renderJunit(report))).toContain(text);
    const margins = inShort(spikeAdvice(), { verification: report.verification });
    expect(Object.fromEntries(margins)['margin']).toMatch(
      / simulations; fired once at 1\.2 times the peak: /,
    );
  });

  it('say nothing where nobody asked for it', async () => {
    const report = provenReport();
    const texts = [renderMarkdown(report), await renderHtml(report), renderJunit(report)];
    for (const text of texts) expect(text).not.toMatch(/times the peak|at the margin/);
  });

  it('let no output call an advice proven whose margin was missed', async () => {
    const report = reportWith(marginMissed);
    expect(proofOf(report.verification!)).toEqual({
      symbol: '!',
      word: 'confirmed, margin missed',
      tone: 'open',
    });
    expect(renderVerification(report.verification!)).toMatch(/^! CONFIRMED, MARGIN MISSED {2}/);
    const page = await renderHtml(report);
    expect(page).toContain('! fix proven, margin missed');
    expect(page).toContain('headroom explain runs/at-margin');
    expect(page).not.toContain('✓ proven');
    expect(renderMarkdown(report)).toContain('(confirmed, margin missed)');
  });

  it('stand against a headroom that is simulated, where the margin was missed', async () => {
    const against = /simulated only: at 1\.2 times the peak the SLO was missed/;
    const [missed, held] = [marginMissed, marginHeld].map(reportWith);
    for (const render of [renderHtml, renderMarkdown]) {
      expect(await render(missed!)).toMatch(against);
      expect(await render(held!)).not.toMatch(against);
    }
    expect(Object.fromEntries(inShort(spikeAdvice(), missed))['headroom']).toMatch(against);
  });

  it('are a case of their own for a CI server: failed where missed, an error where open, skipped where not fired', () => {
    const elementIn = (margin: MarginProof): string | undefined =>
      /name="advice at the margin"><([\w-]+)/.exec(renderJunit(reportWith(margin)))?.[1];
    expect([marginHeld, marginMissed, marginOpen, notFired].map(elementIn)).toEqual([
      'system-out',
      'failure',
      'error',
      'skipped',
    ]);
    const levelOf = (margin: MarginProof) =>
      annotationsOf({ result: spikeResult(), ownProof: spikeProof({ margin }) }).at(-1)?.level;
    expect([marginHeld, marginMissed, marginOpen].map(levelOf)).toEqual(['notice', 'error', 'warning']);
  });

  it('tell a run at the margin from a re-run of the recorded load', async () => {
    const { run, ...result } = spikeResult();
    const fired = { ...run, provesAdviceOf: 'planned', peakFactor: 1.2 };
    const report = { result: { ...result, run: fired } };
    const [page, markdown] = [await renderHtml(report), renderMarkdown(report)];
    for (const text of [page, markdown])
      expect(text).toContain('This run fired the load of planned at 1.2 times the peak');
    expect(page).toContain('It says what this run at the margin came to');
    expect(markdown).not.toContain('fired the load of planned again');
  });
});
