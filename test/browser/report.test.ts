import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../reports/report-html.ts';
import type { Result } from '../../runs/schema/result.ts';
import { spikeResult } from '../builders/result.ts';
import { longResult, unknownClusterResult } from '../builders/result-variants.ts';
import { type Browser, findChromium, launchChromium } from './chromium.ts';

const binary = findChromium();
const why = binary === undefined ? ' (skipped: no Chromium on PATH or in HEADROOM_CHROMIUM)' : '';
const desktop = { width: 1200, height: 900 };

describe.skipIf(binary === undefined)(`the report in Chromium${why}`, () => {
  let browser: Browser;
  let folder: string;

  const write = async (name: string, result: Result): Promise<string> => {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, await renderHtml({ result }));
    return pathToFileURL(file).href;
  };

  let url: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'headroom-report-'));
    browser = await launchChromium(binary!);
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
    [360, 'spike', spikeResult()],
    [640, 'spike', spikeResult()],
    [360, 'twenty minutes', longResult(20)],
    [360, 'unknown cluster', unknownClusterResult()],
  ] as const)('fits into %d px: %s', async (width, name, result) => {
    const page = await browser.open(await write(name, result), { width, height: 780 });
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
    expect(
      await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    ).toBe(0);
  });

  it('follows the theme of the system, pictures included', async () => {
    const look = `[
      getComputedStyle(document.body).backgroundColor,
      getComputedStyle(document.querySelector('#outcomes > svg path[fill="var(--orange)"]')).fill,
    ]`;
    const light = await browser.open(url, desktop);
    const dark = await browser.open(url, { ...desktop, dark: true });
    expect(await light.evaluate(look)).toEqual(['rgb(255, 255, 255)', 'rgb(219, 101, 1)']);
    expect(await dark.evaluate(look)).toEqual(['rgb(20, 24, 29)', 'rgb(221, 110, 66)']);
  });

  it('lets Tab reach every chart, with a ring around it', async () => {
    const page = await browser.open(url, desktop);
    const reached = new Set<string>();
    for (let presses = 0; presses < 60; presses++) {
      await page.press('Tab');
      const [tag, figure, ring] = await page.evaluate<[string, string | null, string]>(`(() => {
        const focused = document.activeElement;
        return [focused.tagName, focused.closest('figure')?.id ?? null, getComputedStyle(focused).outlineStyle];
      })()`);
      if (tag === 'svg' && figure !== null && ring === 'solid') reached.add(figure);
    }
    expect(reached.size).toBe(9);
  });

  it('draws every chart at a size that can be read', async () => {
    const page = await browser.open(url, desktop);
    const sizes = await page.evaluate<{ width: number; height: number }[]>(
      `[...document.querySelectorAll('figure > svg')].map((svg) => {
        const { width, height } = svg.getBoundingClientRect();
        return { width, height };
      })`,
    );
    expect(sizes).toHaveLength(9);
    for (const { width, height } of sizes) {
      expect(width).toBeGreaterThan(500);
      expect(height).toBeGreaterThan(120);
    }
  });

  it('prints on five sheets at most', async () => {
    const page = await browser.open(url, desktop);
    const pdf = (await page.print()).toString('latin1');
    const sheets = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(sheets).toBeGreaterThan(0);
    expect(sheets).toBeLessThanOrEqual(5);
  });
});
