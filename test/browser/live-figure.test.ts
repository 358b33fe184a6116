import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../reports/report-html.ts';
import { spikeResult } from '../builders/result.ts';
import { longResult } from '../builders/result-variants.ts';
import { type Browser, isBrowserLeftOut, launchChromium, type Page } from './chromium.ts';
import { pages } from './pages.ts';

const desktop = { width: 1200, height: 900 };

describe.skipIf(isBrowserLeftOut)('the script of the report in Chromium', () => {
  let browser: Browser;
  let folder: string;
  let spike: string;
  let hour: string;
  let proven: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'headroom-live-'));
    browser = await launchChromium();
    const write = async (name: string, minutes: number): Promise<string> => {
      const file = join(folder, `${name}.html`);
      const result = minutes === 1 ? spikeResult() : longResult(minutes);
      writeFileSync(file, await renderHtml({ result }));
      return pathToFileURL(file).href;
    };
    [spike, hour] = [await write('spike', 1), await write('hour', 60)];
    proven = pathToFileURL(join(folder, 'proven.html')).href;
    writeFileSync(join(folder, 'proven.html'), await renderHtml(pages['confirmed']!()));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** A place in a panel: the share of its seconds from the left. */
  const placeIn = async (page: Page, panel: string, share: number) => {
    const box = await page.evaluate<{ left: number; top: number; width: number; height: number }>(`(() => {
      const svg = document.querySelector('#${panel} > svg');
      svg.scrollIntoView({ block: 'center' });
      const { left, top, width, height } = svg.getBoundingClientRect();
      return { left, top, width, height };
    })()`);
    return { x: box.left + box.width * share, y: box.top + box.height / 2 };
  };
  const tipText = (page: Page): Promise<string> =>
    page.evaluate(`(() => {
      const tip = document.querySelector('#run > .tip');
      return tip.hidden ? '' : tip.innerText.replaceAll(/\\s+/g, ' ');
    })()`);
  const shownStretch = (page: Page): Promise<string> =>
    page.evaluate(`document.querySelector('#run > .tools > output').textContent`);
  const zoomInto = async (page: Page, from: number, to: number): Promise<void> => {
    await page.mouse('mousePressed', await placeIn(page, 'requests', from));
    await page.mouse('mouseMoved', await placeIn(page, 'requests', to));
    await page.mouse('mouseReleased', await placeIn(page, 'requests', to));
  };

  it('shows the values of all panels at the second under the pointer', async () => {
    const page = await browser.open(spike, desktop);
    await page.mouse('mouseMoved', await placeIn(page, 'replicas', 23.5 / 60));
    const text = await tipText(page);
    expect(text).toMatch(/^0:23 503 36 504 0 ok 44 achieved 80 offered 80 /);
    expect(text).toContain('A New replicas were still starting');
    expect(text).toContain('busy slots');
    expect(text).toMatch(/ready 4 desired 12 pending 8$/);
    const places = await page.evaluate<{ shares: number[]; isOverAll: boolean }>(`(() => {
      const cursor = document.querySelector('#run .cursor').getBoundingClientRect();
      const plots = [...document.querySelectorAll('#run .panel > svg')].map((svg) => svg.getBoundingClientRect());
      return {
        shares: plots.map(({ left, width }) => (cursor.left - left) / width),
        isOverAll: plots.every(({ top, bottom }) => cursor.top < top && cursor.bottom > bottom),
      };
    })()`);
    expect(places.isOverAll).toBe(true);
    expect(places.shares).toHaveLength(5);
    for (const share of places.shares) expect(share).toBeCloseTo(23.5 / 60, 2);
  });

  it('moves the cursor by the arrow keys, and zooms by + and 0', async () => {
    const page = await browser.open(spike, desktop);
    await page.evaluate(`document.querySelector('#latency > svg').focus()`);
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.press(key);
    expect(await tipText(page)).toMatch(/^0:02 /);
    await page.press('End');
    expect(await tipText(page)).toMatch(/^0:59 /);
    await page.press('+');
    expect(await shownStretch(page)).toBe('0:30–0:59');
    await page.press('0');
    expect(await shownStretch(page)).toBe('0:00–0:59');
  });

  it('zooms an hour to single seconds in all panels, and its table with them', async () => {
    const page = await browser.open(hour, desktop);
    const corners = `document.querySelector('#latency .named > path').getAttribute('d').match(/h/g).length`;
    const cornersOfAll = await page.evaluate<number>(corners);
    await zoomInto(page, 1260 / 3600, 1319 / 3600);
    expect(await page.evaluate<number>(corners)).toBeGreaterThan(3 * cornersOfAll);
    const [from = 0, to = 0] = (await shownStretch(page)).split('–').map((text) => {
      const [minutes = 0, seconds = 0] = text.split(':').map(Number);
      return 60 * minutes + seconds;
    });
    expect(to - from).toBeLessThan(70);
    const boxes = await page.evaluate<string[]>(
      `[...document.querySelectorAll('#run .panel > svg > g > svg')].map((svg) => svg.getAttribute('viewBox').split(' ')[2])`,
    );
    expect(new Set(boxes.filter((box) => box !== 'null'))).toEqual(new Set([String(to + 1 - from)]));
    const caption = await page.evaluate(`new Promise((resolve) => {
      const details = document.querySelector('#run > details');
      details.addEventListener('toggle', () => resolve(details.querySelector('caption').textContent));
      details.open = true;
    })`);
    expect(caption).toContain('each second');
    await page.evaluate(`[...document.querySelectorAll('#run > .tools button')].at(-1).click()`);
    expect(await shownStretch(page)).toBe('0:00–59:59');
  });

  it('keeps the names of moments above their seconds, however near it is looked at', async () => {
    const page = await browser.open(hour, desktop);
    await zoomInto(page, 0, 59 / 3600);
    const [, to = 0] = (await shownStretch(page)).split('–').map((text) => Number(text.split(':')[1]));
    const moments = await page.evaluate<{ name: string; percent: number }[]>(
      `[...document.querySelectorAll('#run [data-strip=head] > text')].map((text) => ({ name: text.textContent, percent: parseFloat(text.getAttribute('x')) }))`,
    );
    expect(moments.map(({ name }) => name)).toContain('first failure 0:21');
    for (const { name, percent } of moments)
      expect(percent).toBeCloseTo((100 * Number(name.split(':')[1])) / (to + 1), 5);
  });

  it('names the phase that the whole view lies in, and no other', async () => {
    const page = await browser.open(spike, desktop);
    await zoomInto(page, 25 / 60, 34 / 60);
    const names = await page.evaluate<string[][]>(
      `[...document.querySelectorAll('#run [data-strip=head] > g > text:not([hidden])')].map((text) => [text.textContent, text.getAttribute('x')])`,
    );
    expect(names).toEqual([['spike', '0%']]);
  });

  it('shows the re-run in place of the run, at the same seconds, also without a script', async () => {
    const shownIds = `[...document.querySelectorAll('figure.time')].filter((one) => one.checkVisibility()).map(({ id }) => id)`;
    const choose = `document.querySelector('#show-rerun').click()`;
    const plain = await browser.open(proven, { ...desktop, withoutScript: true });
    expect(await plain.evaluate(shownIds)).toEqual(['run']);
    await plain.evaluate(choose);
    expect(await plain.evaluate(shownIds)).toEqual(['rerun']);
    const page = await browser.open(proven, desktop);
    await zoomInto(page, 0.25, 0.5);
    const stretch = await shownStretch(page);
    await page.evaluate(choose);
    expect(stretch).not.toMatch(/^0:00/);
    expect(await page.evaluate(`document.querySelector('#rerun > .tools > output').textContent`)).toBe(
      stretch,
    );
  });

  it('hides a series, and shows it again', async () => {
    const page = await browser.open(spike, desktop);
    const orange = `document.querySelectorAll('#requests > svg path[fill="var(--orange)"]:not([hidden])').length`;
    const press = `(() => {
      const button = document.querySelector('#requests .legend button');
      button.click();
      return button.getAttribute('aria-pressed');
    })()`;
    expect(await page.evaluate(orange)).toBe(1);
    expect(await page.evaluate(press)).toBe('false');
    expect(await page.evaluate(orange)).toBe(0);
    expect(await page.evaluate(press)).toBe('true');
    expect(await page.evaluate(orange)).toBe(1);
  });

  it('draws all of an hour in less than 3 s, and has nothing to complain about', async () => {
    const page = await browser.open(hour, desktop);
    const drawnMs = await page.evaluate<number>(`performance.getEntriesByType('navigation')[0].loadEventEnd`);
    expect(drawnMs).toBeLessThan(3000);
    expect(page.complaints).toEqual([]);
    expect(page.requests).toEqual([hour]);
  });

  it.each([360, 480, 640, 768, 1024, 1280, 1920])('sets no label over another at %d px', async (width) => {
    for (const url of [spike, hour]) {
      const page = await browser.open(url, { width, height: 800 });
      const overlaps = await page.evaluate<string[]>(`(() => {
        const found = [];
        for (const svg of document.querySelectorAll('figure.time svg.plot')) {
          const texts = [...svg.querySelectorAll('text')]
            .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }))
            .filter(({ box }) => box.width > 0);
          texts.forEach(({ text, box: a }, i) => {
            for (const { text: other, box: b } of texts.slice(i + 1)) {
              const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
              const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
              if (across > 0 && down > 2) found.push(text + ' over ' + other);
            }
          });
          for (const { text, box } of texts)
            if (box.left < 0 || box.right > document.documentElement.clientWidth) found.push(text + ' is cut');
        }
        return found;
      })()`);
      expect(overlaps).toEqual([]);
    }
  });
});
