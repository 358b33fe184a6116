import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../reports/report.ts';
import { renderHtml } from '../../reports/report-html.ts';
import type { Result } from '../../runs/schema/result.ts';
import { demoReport } from '../builders/demo-report.ts';
import { plannedReport, provenReport, spikeRefusal } from '../builders/planned-report.ts';
import { spikeResult } from '../builders/result.ts';
import { longResult, unknownClusterResult } from '../builders/result-variants.ts';
import { type Browser, isBrowserLeftOut, launchChromium } from './chromium.ts';

const desktop = { width: 1200, height: 900 };

describe.skipIf(isBrowserLeftOut)('the report in Chromium', () => {
  let browser: Browser;
  let folder: string;

  const writePage = async (name: string, report: Report): Promise<string> => {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, await renderHtml(report));
    return pathToFileURL(file).href;
  };
  const write = (name: string, result: Result): Promise<string> => writePage(name, { result });

  let url: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'headroom-report-'));
    browser = await launchChromium();
    url = await write('spike', spikeResult());
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it('asks for nothing but itself, and the console has nothing to complain about', async () => {
    const page = await browser.open(url, desktop);
    expect(page.requests).toEqual([url]);
    expect(page.complaints).toEqual([]);
  });

  it.each([
    [360, 'spike', { result: spikeResult() }],
    [640, 'spike', { result: spikeResult() }],
    [360, 'twenty minutes', { result: longResult(20) }],
    [360, 'unknown cluster', { result: unknownClusterResult() }],
    [360, 'advice and proof', provenReport()],
    [640, 'advice and proof', provenReport()],
    [360, 'no advice', plannedReport(spikeRefusal)],
  ] as const)('fits into %d px: %s', async (width, name, report) => {
    const page = await browser.open(await writePage(name, report), { width, height: 780 });
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
    expect(
      await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    ).toBe(0);
  });

  it('follows the theme of the system, pictures included', async () => {
    const look = `[
      getComputedStyle(document.body).backgroundColor,
      getComputedStyle(document.querySelector('#requests > svg path[fill="var(--orange)"]')).fill,
    ]`;
    const light = await browser.open(url, desktop);
    const dark = await browser.open(url, { ...desktop, dark: true });
    expect(await light.evaluate(look)).toEqual(['rgb(255, 255, 255)', 'rgb(219, 101, 1)']);
    expect(await dark.evaluate(look)).toEqual(['rgb(20, 24, 29)', 'rgb(221, 110, 66)']);
  });

  it('lets Tab reach every chart, with a ring around it', async () => {
    const page = await browser.open(url, desktop);
    await page.evaluate('document.querySelectorAll("details.fold").forEach((one) => { one.open = true; })');
    const reached = new Set<string>();
    for (let presses = 0; presses < 60; presses++) {
      await page.press('Tab');
      const [tag, figure, ring] = await page.evaluate<[string, string | null, string]>(`(() => {
        const focused = document.activeElement;
        return [focused.tagName, focused.closest('.panel, figure')?.id ?? null, getComputedStyle(focused).outlineStyle];
      })()`);
      if (tag === 'svg' && figure !== null && ring === 'solid') reached.add(figure);
    }
    expect(reached.size).toBe(7);
  });

  it('draws every chart at a size that can be read', async () => {
    const page = await browser.open(url, desktop);
    await page.evaluate('document.querySelectorAll("details.fold").forEach((one) => { one.open = true; })');
    const sizes = await page.evaluate<{ width: number; height: number }[]>(
      `[...document.querySelectorAll('figure svg[role=img]')].map((svg) => {
        const { width, height } = svg.getBoundingClientRect();
        return { width, height };
      })`,
    );
    expect(sizes).toHaveLength(7);
    for (const { width } of sizes) expect(width).toBeGreaterThan(500);
  });

  it('prints on five sheets at most', async () => {
    const page = await browser.open(url, desktop);
    const pdf = (await page.print()).toString('latin1');
    const sheets = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(sheets).toBeGreaterThan(0);
    expect(sheets).toBeLessThanOrEqual(5);
  });

  it('begins each line of a long name in a legend at its left edge', async () => {
    const page = await browser.open(url, { width: 390, height: 780 });
    expect(await page.evaluate(`getComputedStyle(document.querySelector('.legend button')).textAlign`)).toBe(
      'left',
    );
  });

  it('breaks no head of a table inside a word on a phone', async () => {
    const page = await browser.open(url, { width: 390, height: 780 });
    const broken = await page.evaluate<string[]>(`[...document.querySelectorAll('.hero thead th')]
      .filter((head) => {
        const range = document.createRange();
        range.selectNodeContents(head);
        return range.getClientRects().length > 1;
      })
      .map((head) => head.textContent)`);
    expect(broken).toEqual([]);
  });

  it('prints whole labels and settings, no heading without what it heads, and no bars cut in two', async () => {
    const demo = await writePage('demo', demoReport());
    const page = await browser.open(demo, { width: 718, height: 1040, asPrinted: true });
    const cut = await page.evaluate<string[]>(`[...document.querySelectorAll('figure.time svg.plot text')]
      .filter((label) => label.getBoundingClientRect().left < label.closest('figure').getBoundingClientRect().left)
      .map((label) => label.textContent)`);
    expect(cut).toEqual([]);
    const breaks = await page.evaluate<string[]>(`[
      getComputedStyle(document.querySelector('#timeline')).breakAfter,
      getComputedStyle(document.querySelector('#timeline + p')).breakAfter,
      getComputedStyle(document.querySelector('.waterfall')).breakInside,
      getComputedStyle(document.querySelector('section > .legend')).breakAfter,
      getComputedStyle(document.querySelector('pre')).maxHeight,
    ]`);
    expect(breaks).toEqual(['avoid', 'avoid', 'avoid', 'avoid', 'none']);
  });

  it('fills the first sheet of a print: the figure over time begins there, and ends at a time axis', async () => {
    const sheet = { width: 718, height: 1047 };
    const page = await browser.open(await writePage('demo', demoReport()), { ...sheet, asPrinted: true });
    const { axes, bottomPx, parted } = await page.evaluate<Record<string, unknown>>(`(() => {
      const style = (element) => getComputedStyle(element);
      const [axis] = document.querySelectorAll('#run .print');
      return {
        axes: axis.querySelector('use').getBoundingClientRect().width,
        bottomPx: axis.getBoundingClientRect().bottom,
        parted: [...document.querySelectorAll('#run .panel')].map((panel) => style(panel).breakBefore),
      };
    })()`);
    expect(axes).toBeGreaterThan(600);
    expect(bottomPx).toBeLessThanOrEqual(sheet.height);
    expect(parted).toEqual(['avoid', 'avoid', 'auto', 'avoid', 'avoid']);
    await page.look(desktop);
    expect(await page.evaluate(`getComputedStyle(document.querySelector('.print')).display`)).toBe('none');
  });

  describe('with an advice and its proof', () => {
    it('asks for nothing but itself, and the console has nothing to complain about', async () => {
      const proven = await writePage('proven', provenReport());
      const page = await browser.open(proven, desktop);
      expect(page.requests).toEqual([proven]);
      expect(page.complaints).toEqual([]);
    });

    it('draws bars and marks in the colours of the theme', async () => {
      const proven = await writePage('proven', provenReport());
      const look = `['blue', 'orange'].map((name) =>
        getComputedStyle(document.querySelector(\`#proof-figures > svg [fill="var(--\${name})"]\`)).fill)`;
      const light = await browser.open(proven, desktop);
      const dark = await browser.open(proven, { ...desktop, dark: true });
      expect(await light.evaluate(look)).toEqual(['rgb(71, 124, 200)', 'rgb(219, 101, 1)']);
      expect(await dark.evaluate(look)).toEqual(['rgb(140, 179, 235)', 'rgb(221, 110, 66)']);
    });

    it('prints on eight sheets at most', async () => {
      const page = await browser.open(await writePage('proven', provenReport()), desktop);
      const pdf = (await page.print()).toString('latin1');
      expect(pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 99).toBeLessThanOrEqual(8);
    });
  });
});
