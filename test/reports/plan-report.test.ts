import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { renderJunit } from '../../reports/junit.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import type { Report } from '../../reports/report.ts';
import { renderHtml } from '../../reports/report-html.ts';
import { renderSummary } from '../../reports/terminal.ts';
import {
  plannedReport,
  provenReport,
  spikeAdvice,
  spikeFiles,
  spikeProof,
  spikeRefusal,
} from '../builders/planned-report.ts';
import { spikeResult } from '../builders/result.ts';
import { textOf } from './page-text.ts';

const page = await renderHtml(provenReport());
const firstScreenOf = (written: string): string =>
  textOf(written.slice(written.indexOf('<section class="verdict'), written.indexOf('<nav')));
const sectionOf = (written: string, id: string): string =>
  textOf(new RegExp(`<section aria-labelledby="${id}">.*?</section>`, 's').exec(written)?.[0] ?? '');

const withRun = (report: Report, provesAdviceOf: string): Report => ({
  ...report,
  result: { ...report.result, run: { ...report.result.run, provesAdviceOf } },
});

describe('the page of a run with an advice and its proof', () => {
  it('reads as its golden text from the advice to its grounds', async () => {
    const text = ['advice', 'proof', 'grounds'].map((id) => sectionOf(page, id)).join('\n');
    await expect(`${text}\n`).toMatchFileSnapshot('../golden/reports/plan.txt');
  });

  it('names on the first screen the change with its chance, and the verdict of the proof', () => {
    const first = firstScreenOf(page);
    expect(first).toContain('Set the minimum of replicas to 10 (now 4)');
    expect(first).toContain('the chance that a run meets the SLO, with the margin, is 97 %');
    expect(first).toContain('✓ Confirmed.');
    expect(first).not.toContain("help page's formula");
  });

  it('has the formula of the help page among the compared only', () => {
    expect(page).not.toContain('Size by the help page');
    expect(sectionOf(page, 'advice')).toContain(
      "| help page's formula | azureml-v2: target 70 %, min 12, max 12",
    );
  });

  it('goes from the findings to the advice, the proof and what it rests on', () => {
    const places = ['findings', 'advice', 'proof', 'grounds', 'phases'].map((id) =>
      page.indexOf(`id="${id}"`),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('has no id twice, and every reference leads somewhere', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]!);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...page.matchAll(/(?:href="#|aria-labelledby=")([^"]+)"/g)].flatMap((match) =>
      match[1]!.split(' '),
    );
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  it('is the same bytes for the same report, under 178 kB and 74 kB packed', async () => {
    expect(await renderHtml(structuredClone(provenReport()))).toBe(page);
    expect(Buffer.byteLength(page)).toBeLessThan(178_000);
    expect(gzipSync(page).length).toBeLessThan(74_000);
    expect(page.match(/<figure /g)).toHaveLength(7);
  });

  it('prints no number that is none', () => {
    expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });

  it('turns hostile names into text', async () => {
    const bad = '</td><script>alert(1)</script>';
    const advice = spikeAdvice({
      warnings: [{ code: 'policyDiffers', configured: bad, moved: bad }],
      inputs: [
        {
          input: 'autoscaler',
          value: { kind: 'policy', policy: bad },
          provenance: 'assumed',
          note: { code: 'policyNotTried', kind: bad, seconds: 1, secondsMin: 2 },
        },
      ],
    });
    const verification = spikeProof({
      verifiedBy: bad,
    });
    const report = { ...provenReport(spikeFiles({ advice, verification })), notes: [bad] };
    expect(await renderHtml(report)).not.toContain('<script');
    expect(renderMarkdown(report)).not.toContain('<script');
    expect(renderJunit(report)).not.toContain('<script');
  });
});

describe('the page of a run whose advice nobody proved', () => {
  it('says how to prove it, and has no proof', async () => {
    const written = await renderHtml(plannedReport());
    expect(sectionOf(written, 'advice')).toContain(
      'No re-run has proven it yet: headroom verify runs/2026-11-22',
    );
    expect(written).not.toContain('id="proof"');
  });
});

describe('the page of a run whose data carry no advice', () => {
  it('says why and what to run next, and keeps the formula under its own name', async () => {
    const written = await renderHtml(plannedReport(spikeRefusal));
    expect(firstScreenOf(written)).toContain('No advice yet.');
    expect(sectionOf(written, 'refusal')).toContain(
      'It needs 30 requests whose service time is known, has 4.',
    );
    expect(sectionOf(written, 'refusal')).toContain('headroom test with a soak of at least 60 s');
    expect(sectionOf(written, 'page-formula')).toContain("Size by the help page's formula");
  });
});

describe('a re-run', () => {
  it('says whose advice it proves, in every kind of report for people', async () => {
    const report = withRun({ result: spikeResult() }, 'the-planned-run');
    expect(firstScreenOf(await renderHtml(report))).toContain(
      'This run fired the load of the-planned-run again',
    );
    expect(renderMarkdown(report)).toContain('This run fired the load of the-planned-run again');
  });
});

describe('a note on a file that can not be shown', () => {
  it('stands before everything else', async () => {
    const report = { ...plannedReport(), notes: ['calibration.json is broken'] };
    const written = textOf(await renderHtml(report));
    expect(written.indexOf('calibration.json is broken')).toBeLessThan(written.indexOf('not met'));
    expect(renderMarkdown(report)).toContain('> calibration.json is broken');
  });
});

describe('the Markdown of a run with an advice and its proof', () => {
  it('has change, chance, comparison and proof', async () => {
    const written = renderMarkdown(provenReport());
    const from = written.indexOf('### What to do');
    await expect(written.slice(from, written.indexOf('### Phases'))).toMatchFileSnapshot(
      '../golden/reports/plan.md',
    );
  });
});

describe('the summary on the terminal', () => {
  it('names the advice of the plan and its proof instead of the formula', () => {
    const written = renderSummary(provenReport(), { color: false, width: 200 });
    expect(written).toContain('Set the minimum of replicas to 10 (now 4)');
    expect(written).toContain('Confirmed by the re-run');
    expect(written).not.toContain("help page's formula");
  });
});

describe('the JUnit report of a proof', () => {
  const xmlOf = (verdict: 'confirmed' | 'refuted' | 'cantTell'): string =>
    renderJunit(
      provenReport({
        verification: spikeProof({ verdict, reason: { code: 'missed', objectives: ['errorShare'] } }),
      }),
    );

  it('has a test case for the advice only where a re-run tested it', () => {
    expect(renderJunit(plannedReport())).not.toContain('name="advice"');
    expect(xmlOf('confirmed')).toContain('name="advice"></testcase>');
    expect(xmlOf('confirmed')).toContain('tests="3" failures="1" errors="0"');
  });

  it('fails for a refuted advice, with every figure in the detail', () => {
    expect(xmlOf('refuted')).toContain(
      '<failure message="the advice is refuted: missed: error share" type="proof">',
    );
    expect(xmlOf('refuted')).toContain('tests="3" failures="2" errors="0"');
    expect(xmlOf('refuted')).toContain('mean replicas: predicted 10.2 to 10.6, measured 11.5, ✗ outside');
  });

  it('makes a proof that can not tell an error, never a pass', () => {
    expect(xmlOf('cantTell')).toContain('tests="3" failures="1" errors="1"');
  });
});
