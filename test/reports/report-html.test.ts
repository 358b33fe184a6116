import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../reports/report-html.ts';
import type { Result } from '../../runs/schema/result.ts';
import { spikeResult } from '../builders/result.ts';
import {
  croppedResult,
  emptyResult,
  interruptedResult,
  longResult,
  manyPhasesResult,
  unansweredResult,
  unknownClusterResult,
} from '../builders/result-variants.ts';
import { firstScreenOf, openTextOf, textOf } from './page-text.ts';

const page = await renderHtml({ result: spikeResult() });
const variants: Readonly<Record<string, Result>> = {
  'no second at all': emptyResult(),
  'one second': croppedResult(1),
  'twenty minutes': longResult(20),
  'a staircase of 60 levels': manyPhasesResult(60),
  'an unknown cluster': unknownClusterResult(),
  'no answer': unansweredResult(),
  'an interrupted run': interruptedResult(),
};

describe('the report of the spike', () => {
  it('reads as its golden text', async () => {
    await expect(`${textOf(page)}\n`).toMatchFileSnapshot('../golden/reports/report.txt');
  });

  it('is the same bytes for the same result', async () => {
    expect(await renderHtml({ result: structuredClone(spikeResult()) })).toBe(page);
  });

  it('is small: at most 120 kB, 25 kB packed', () => {
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(120_000);
    expect(gzipSync(page).length).toBeLessThanOrEqual(25_000);
  });

  it('answers on the first screen: met or not, value against limit, bad seconds, cause, what to do', () => {
    const first = firstScreenOf(page);
    for (const answer of [
      '✗ not met',
      '| error share | 13.5 % (270 of 2,000 requests) | at most 1 % | ✗ not met',
      '17 of 60 seconds over the error limit: 0:21–0:37.',
      'because new replicas were still starting',
      'Run headroom plan.',
      `headroom plan runs/${spikeResult().run.id}`,
      '2,000 sent = 1,730 × 200 + 261 × 503 + 9 × 504 + 0 without a known end.',
    ]) {
      expect(first).toContain(answer);
    }
  });

  it('says in at most 900 words what is not folded', () => {
    const words = openTextOf(page).match(/[\p{L}\p{N}][^\s]*/gu)!;
    expect(words.length).toBeGreaterThan(200);
    expect(words.length).toBeLessThanOrEqual(900);
  });

  it('says the outcome in the title of its tab', () => {
    expect(page).toContain('<title>✗ not met: 13.5 % failed, spike on scoring.example</title>');
  });

  it('recommends nothing beside the next command: no remedy of its own by the formula', () => {
    expect(openTextOf(page)).not.toMatch(/Raise the minimum|help page/);
    expect(textOf(page)).toContain("Azure ML's formula asks for 12 replicas at 80 requests/s, now 4");
  });

  it('goes from the verdict down to the evidence', () => {
    const order = [
      'class="verdict',
      'id="timeline"',
      'id="findings"',
      'id="page-formula"',
      'id="phases"',
      'id="relations"',
      'id="health"',
      'id="configuration"',
    ];
    const places = order.map((mark) => page.indexOf(mark));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('gives every figure a name, a description, a legend, a way to read it and its rows', () => {
    const figures = page.match(/<figure .*?<\/figure>/gs)!;
    for (const figure of figures.filter((one) => !one.includes('class="time"'))) {
      expect(figure).toMatch(/<figcaption><h3>[^<]+<\/h3><ul class="legend">/);
      expect(figure).toMatch(/How to read: [A-Z][^<]+\.<\/p><\/figcaption>/);
      expect(figure).toMatch(
        /<svg [^>]*role="img" tabindex="0" aria-label="[^"]+" aria-describedby="([^"]+)"><desc id="\1">[^<]*\d/,
      );
      expect(figure).toMatch(/<details><summary>.*<a href="#run">What happened<\/a>/s);
    }
    const [, table = ''] =
      /<figure class="time" id="run".*?<table class="data">(.*?)<\/table>/s.exec(page) ?? [];
    for (const column of ['busy slots', 'slots of ready replicas', '503', '504', 'achieved'])
      expect(table).toContain(`<th>${column}<`);
    expect(table).toMatch(/<tbody><tr><td>0:00/);
  });

  it('gives every panel on the time axis a name, a description in numbers, a legend, and their rows', () => {
    const [figure = ''] = /<figure class="time".*?<\/figure>/s.exec(page) ?? [];
    const panels = figure.split('<div class="panel"').slice(1);
    expect(panels).toHaveLength(5);
    for (const panel of panels) {
      expect(panel).toMatch(/<h3>[^<]+<\/h3><ul class="legend">/);
      expect(panel).toMatch(
        /role="img" tabindex="0" aria-label="[^"]+" aria-describedby="([^"]+)"><desc id="\1">[^<]*\d/,
      );
    }
    expect(figure).toMatch(/<details><summary>.*<tbody><tr><td>0:00/s);
  });

  it('has no id twice and no reference to an id that is not there', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]!);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...page.matchAll(/(?:href="#|aria-labelledby=")([^"]+)"/g)].flatMap((match) =>
      match[1]!.split(' '),
    );
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });
});

describe('the page itself', () => {
  it('allows its own style sheet, its own script and nothing else', () => {
    const styles = /<style>(.*?)<\/style>/s.exec(page)![1]!;
    const script = /<script>(.*?)<\/script>/s.exec(page)![1]!;
    const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hashOf(styles)}; script-src ${hashOf(script)}; img-src data:">`,
    );
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
  });

  it('has one script, no inline style, and asks nobody for anything', () => {
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page).not.toMatch(/<script (?!type="application\/json")/);
    const markup = page.replaceAll(/<script\b.*?<\/script>/gs, '');
    expect(markup).not.toMatch(/<script| style=| on[a-z]+="|@import|url\((?!#)/i);
    const references = [...markup.matchAll(/(?:src|href|action|data)="([^"]*)"/g)].map((match) => match[1]!);
    expect(references.filter((reference) => !reference.startsWith('#'))).toEqual(['data:,']);
  });

  it('names no folder of the machine that made it', () => {
    expect(page).not.toContain(process.cwd());
    expect(page).not.toMatch(/\/(?:home|root|Users|tmp|work)\//);
  });

  it('turns the hostile names of a run into text', async () => {
    const bad = '</td></title></style><script>alert(1)</script><img src=x onerror="alert(1)">';
    const result = spikeResult();
    const { run, timeline, findings } = result;
    const hostile: Result = {
      ...result,
      run: {
        ...run,
        id: bad,
        config: { ...run.config, script: bad, target: { ...run.config.target, url: bad, payload: bad } },
        stopped: { by: 'tool', reason: { code: 'aborted', said: bad }, atMs: 0 },
      },
      findings: findings.map((finding) => ({ ...finding, outcomes: [bad] })),
      health: [{ check: 'problem', status: 'ok', problem: { code: 'scriptThrew', thrown: bad, place: bad } }],
      correlations: result.correlations.map((correlation) => ({ ...correlation, outcome: bad })),
      timeline: {
        ...timeline,
        phases: timeline.phases.map((phase) => ({ ...phase, name: bad })),
        load: { ...timeline.load, outcomes: { ...timeline.load.outcomes, [bad]: timeline.load.arrivals } },
        lost: [{ fromSecond: 1, toSecond: 2, reason: bad }],
      },
    };
    const written = await renderHtml({ result: hostile });
    expect(written).toContain('&lt;script&gt;');
    expect(written.replaceAll(/<script\b.*?<\/script>/gs, '')).not.toMatch(/<script|<img/);
    expect(written.match(/<script>/g)).toHaveLength(1);
    expect(written.match(/<\/script>/g)).toHaveLength(1);
    expect(written.match(/<\/style>/g)).toHaveLength(1);
  });
});

describe.each(Object.entries(variants))('the report of %s', (_, result) => {
  it('has every section, and not a number that is none', async () => {
    const written = await renderHtml({ result });
    for (const id of [
      'verdict',
      'timeline',
      'relations',
      'findings',
      'page-formula',
      'phases',
      'health',
      'configuration',
    ]) {
      expect(written).toContain(`id="${id}"`);
    }
    expect(written).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });
});

describe('a run without an end', () => {
  it('is marked before everything else', async () => {
    const written = textOf(await renderHtml({ result: interruptedResult() }));
    expect(written).toContain(
      'Interrupted: asked to stop (Ctrl-C, SIGTERM or a client of mcp). This report covers 0:41 of the planned 1:00.',
    );
    expect(written.indexOf('Interrupted')).toBeLessThan(written.indexOf('not met'));
  });

  it('is marked too when the tool was killed', async () => {
    expect(await renderHtml({ result: emptyResult() })).toContain(
      'Unfinished: the tool was killed before the load ended',
    );
  });

  it('is not said of a run that ended as planned', () => {
    expect(page).not.toContain('class="notice"');
  });
});
