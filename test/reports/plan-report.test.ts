import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { heldRatesOf } from '../../planner/result/held-rates.ts';
import { renderAdvice } from '../../reports/advice-terminal.ts';
import { renderExplanation } from '../../reports/explain-terminal.ts';
import { renderJunit } from '../../reports/junit.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import type { Report } from '../../reports/report.ts';
import { renderHtml } from '../../reports/report-html.ts';
import { renderSummary } from '../../reports/terminal.ts';
import { pages } from '../browser/pages.ts';
import { demoReport } from '../builders/demo-report.ts';
import {
  plannedReport,
  provenReport,
  spikeAdvice,
  spikeFiles,
  spikeProof,
  spikeRefusal,
} from '../builders/planned-report.ts';
import { spikeResult } from '../builders/result.ts';
import { firstScreenOf, openTextOf, textOf } from './page-text.ts';

const page = await renderHtml(provenReport());
const sectionOf = (written: string, id: string): string =>
  textOf(new RegExp(`<section aria-labelledby="${id}">.*?</section>`, 's').exec(written)?.[0] ?? '');

const withRun = (report: Report, provesAdviceOf: string): Report => ({
  ...report,
  result: { ...report.result, run: { ...report.result.run, provesAdviceOf } },
});

describe('the page of a run with an advice and its proof', () => {
  it('reads as its golden text from what-if to its grounds', async () => {
    const text = ['what-if', 'proof', 'plan', 'grounds'].map((id) => sectionOf(page, id)).join('\n');
    await expect(`${text}\n`).toMatchFileSnapshot('../golden/reports/plan.txt');
  });

  it('shows in place of the run its re-run, on the same scales, if the reader wants', async () => {
    const written = await renderHtml(pages['confirmed']!());
    const figures = ['run', 'rerun'].map(
      (id) => new RegExp(`<figure class="time" id="${id}".*?</figure>`, 's').exec(written)?.[0] ?? '',
    );
    const labelsOf = (figure: string): string[] =>
      [...figure.matchAll(/<g fill="var\(--muted\)" text-anchor="end">(.*?)<\/g>/g)].map(([, labels = '']) =>
        textOf(labels),
      );
    const [before, after] = figures.map(labelsOf);
    expect(before).toHaveLength(4);
    expect(after).toEqual(before);
    expect(written).toMatch(/<input type="radio" name="shown" id="show-run" checked>/);
    expect(figures[1]).toMatch(/<a href="\.\.\/[^/"]+\/report\.html">report of the re-run<\/a>/);
    expect(page).not.toContain('type="radio"');
  });

  it('links its re-run, whose page lists the settings that it proves and links back', async () => {
    const confirmed = pages['confirmed']!();
    const link = `<a href="../${confirmed.rerun!.run.id}/report.html">Re-run with the advice</a>`;
    expect(await renderHtml(confirmed)).toContain(link);
    const rerun = await renderHtml({ ...pages['proven re-run']!(), planned: { id: 'planned' } });
    expect(firstScreenOf(rerun)).toContain(
      'Its settings: azureml-v2: target 80 %, min 10, max 12, queue wait 500 ms, request timeout 5 s.',
    );
    expect(rerun).toContain('<a href="../planned/report.html">Report of that run</a>');
  });

  it('names on the first screen before and after, the change, and what settles the decision', () => {
    const first = firstScreenOf(page);
    for (const answer of [
      'The advised settings hold this load: 0.2 % failed in the re-run, 13.5 % before (limit 1 %).',
      '✗ 13.5 % failed',
      '✓ 0.2 % failed',
      '✓ proven',
      'Set the minimum of replicas to 10 (now 4) and the target utilization to 80 % (now 70 %).',
      'holds up to 25.4/s, +27 % 24.8/s to 26/s; against the peak of 20/s; now up to 7/s',
      '10.5 replicas, now 7.5 on average: spike 1 % of time, else 5/s',
      'SLO met in 59 of 60 simulated runs with peaks up to 20 % higher: 97 % chance; 95 % was asked for',
    ])
      expect(first).toContain(answer);
    expect(first).not.toContain("Azure ML's formula");
    expect(page).toContain('<title>✓ fix proven: 13.5 % failed, spike on scoring.example</title>');
  });

  it('says when it was proven, where that is known', async () => {
    const verification = spikeProof({ verifiedAtMs: Date.UTC(2026, 10, 22, 21, 50) });
    const first = firstScreenOf(await renderHtml(provenReport({ verification })));
    expect(first).toContain('✓ proven 2026-11-22 21:50:00 UTC');
    expect(first).toContain('Re-run with the advice, 2026-11-22 21:50:00 UTC');
  });

  it('says in at most 900 words what is not folded', () => {
    const words = openTextOf(page).match(/[\p{L}\p{N}][^\s]*/gu)!;
    expect(words.length).toBeGreaterThan(400);
    expect(words.length).toBeLessThanOrEqual(900);
  });

  it('says whose help page the formula is from: that of another platform may have none', async () => {
    const unplanned = await renderHtml({ result: spikeResult() });
    for (const text of [page, unplanned].map(textOf)) {
      expect(text.match(/.{11}help page/g)).toEqual(["Azure ML's help page"]);
    }
  });

  it('has Azure ML’s formula among the compared only', () => {
    expect(page).not.toContain("For comparison: Azure ML's formula");
    expect(sectionOf(page, 'plan')).toContain(
      "| Azure ML's formula | azureml-v2: target 70 %, min 12, max 12",
    );
  });

  it('has no remedy beside its advice', () => {
    expect(page).not.toContain('What helps:');
  });

  it('goes from the findings to what-if, the proof, the advice in full and what it rests on', () => {
    const places = ['findings', 'what-if', 'proof', 'plan', 'grounds', 'phases'].map((id) =>
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

  it('is the same bytes for the same report, at most 120 kB, 25 kB packed', async () => {
    expect(await renderHtml(structuredClone(provenReport()))).toBe(page);
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(120_000);
    expect(gzipSync(page).length).toBeLessThanOrEqual(25_000);
    expect(page.match(/<figure /g)).toHaveLength(9);
  });

  it('is no larger for the demo as it was recorded, with its settings files and its re-run', async () => {
    const demo = await renderHtml(demoReport());
    expect(demo.match(/<figure /g)).toHaveLength(10);
    expect(demo).toContain('settings/deploymentconfig.json');
    expect(Buffer.byteLength(demo)).toBeLessThanOrEqual(120_000);
    expect(gzipSync(demo).length).toBeLessThanOrEqual(25_000);
  });

  it('says once beside simulated figures that the recorded run was a mild one, within the same bytes', async () => {
    const told = 'The recorded run was a mild one of its kind: 5.2 % of its requests failed.';
    const demo = demoReport();
    if (demo.advice?.kind !== 'advice') expect.unreachable();
    const warnings = [{ code: 'unusualRun', measured: 0.052, low: 0.041, mid: 0.11, high: 0.157 } as const];
    const unusual = { ...demo, advice: { ...demo.advice, warnings } };
    const html = await renderHtml(unusual);
    expect(gzipSync(html).length).toBeLessThanOrEqual(25_000);
    const explained = renderExplanation(unusual, { color: false, width: 80 });
    const plan = renderAdvice(unusual.advice, demo.calibration!);
    for (const text of [html, renderMarkdown(unusual), explained, plan])
      expect(text.replaceAll(/\s+/g, ' ').split(told)).toHaveLength(2);
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
    const page = await renderHtml(report);
    expect(page.replaceAll(/<script\b.*?<\/script>/gs, '')).not.toContain('<script');
    expect(page.match(/<\/script>/g)).toHaveLength(1);
    expect(renderMarkdown(report)).not.toContain('<script');
    expect(renderJunit(report)).not.toContain('<script');
  });
});

describe('the page of a run whose advice nobody proved', () => {
  it('says so on the first screen, with how to prove it, and has no proof', async () => {
    const written = await renderHtml(plannedReport());
    const first = firstScreenOf(written);
    expect(first).toContain('! not proven yet');
    expect(first).toContain('Predicted with the advice, not proven yet');
    expect(first).toContain('No re-run has proven it yet.');
    expect(first).toContain('headroom verify runs/2026-11-22');
    expect(written).not.toContain('id="proof"');
  });

  it('shows before and after the objective that was missed first', async () => {
    const result = spikeResult();
    const checks = result.verdict.checks.map((check) =>
      check.objective === 'errorShare'
        ? { ...check, measured: 0, met: true }
        : { ...check, measured: 3740, met: false },
    );
    const report = { ...plannedReport(), result: { ...result, verdict: { ...result.verdict, checks } } };
    const first = firstScreenOf(await renderHtml(report));
    expect(first).toMatch(/This run\s✗ p95 latency 3.74 s\s✓ 0 % failed/);
    expect(first).toMatch(/p95 latency 150 ms\s100 ms to 200 ms in one run\s0.5 % fail \(0 % to 1 %\)/);
  });

  it('puts no figures of a day beside those of the recorded load, and speaks of no sudden rise', async () => {
    const { load } = spikeAdvice();
    const day = { ...load, kind: 'day' as const, durationSeconds: 86_400, isOther: true as const };
    const written = textOf(await renderHtml(plannedReport(spikeAdvice({ load: day }))));
    expect(written).not.toContain('Predicted with the advice');
    expect(written).not.toMatch(/sudden|a rise to|a rise like/);
    expect(written).toContain('It is for the planned load, not for the one that this run recorded');
    expect(written).toContain('Headroom for a day of this shape');
    expect(written).toContain('by peak, where all of the load grows alike');
  });

  it('shows the settings files, the first one whole, each with a link to it', async () => {
    const settingsFiles = [
      { name: 'deployment.yaml', text: 'min_instances: 10\n# <b>' },
      { name: 'patched-own file.yaml', text: 'min_instances: 10\n'.repeat(100) },
    ];
    const written = await renderHtml({ ...plannedReport(), settingsFiles });
    expect(written).toContain('<a href="settings/deployment.yaml">settings/deployment.yaml</a>');
    expect(written).toContain('min_instances: 10\n# &lt;b&gt;</pre>');
    expect(written).toContain('<a href="settings/patched-own%20file.yaml">');
    expect(written).toContain('is too long to show here');
  });
});

describe('the page of a run whose advice was refuted', () => {
  it('withdraws it, with why, and shows no settings to copy', async () => {
    const verification = spikeProof({
      verdict: 'refuted',
      sloHeld: false,
      reason: { code: 'missed', objectives: ['errorShare'] },
    });
    const settingsFiles = [{ name: 'deployment.yaml', text: 'min_instances: 10' }];
    const written = await renderHtml({ ...provenReport({ verification }), settingsFiles });
    const first = firstScreenOf(written);
    expect(first).toContain('The advised settings do not hold this load');
    expect(first).toContain('✗ refuted and withdrawn');
    expect(first).toContain('Missed: error share.');
    expect(first).toContain('headroom plan runs/');
    expect(written).not.toContain('<pre');
    expect(openTextOf(written)).toContain('What helps:');
  });
});

describe('the page of an advice for a fixed number of replicas', () => {
  it('has nothing of starts, scaling or an autoscaler, and no settings file', async () => {
    const written = await renderHtml(pages['fixed replicas']!());
    expect(firstScreenOf(written)).toContain('A fixed number of replicas has no settings file');
    for (const senseless of ['by start-up lag', 'mean replicas', 'Which autoscaler rule', 'Max '])
      expect(textOf(written), senseless).not.toContain(senseless);
  });
});

describe('the page of a staircase', () => {
  it('leads with the capacity that was found', async () => {
    const result = spikeResult();
    const load = {
      scenario: 'staircase',
      firstRatePerSecond: 10,
      stepRatePerSecond: 10,
      stepSeconds: 20,
      steps: 3,
    } as const;
    const config = { ...result.run.config, load };
    const staircase = { ...result, run: { ...result.run, config } };
    const report = {
      result: { ...staircase, heldRates: heldRatesOf(staircase, { byEndpoint: new Map() })! },
    };
    expect(await renderHtml(report)).toMatch(/<h1 id="verdict">\d[\d.]*\/s (holds|does not hold)/);
    expect(renderMarkdown(report)).toMatch(/\*\*\d[\d.]*\/s (holds|does not hold)/);
    expect(renderJunit(report)).toMatch(/<system-out>\d[\d.]*\/s (holds|does not hold)/);
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
    expect(sectionOf(written, 'page-formula')).toContain("For comparison: Azure ML's formula");
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
    expect(written).not.toContain("Azure ML's formula");
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
