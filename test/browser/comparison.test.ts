import { describe, expect, it } from 'vitest';
import { renderComparisonHtml } from '../../reports/comparison-html.ts';
import { slowerComparison } from '../builders/comparison.ts';
import { spikeResult } from '../builders/result.ts';
import { longResult } from '../builders/result-variants.ts';
import { isBrowserLeftOut, type Viewport } from './chromium.ts';
import { axeViolations, probe, unfold } from './probe.ts';
import { withBrowser } from './with-browser.ts';

const laptop = { width: 1280, height: 800 };
/** From a phone to a large screen. */
const widths = [360, 480, 768, 1024, 1280, 1920];
const comparisonPage = (): Promise<string> =>
  renderComparisonHtml(slowerComparison(), {
    base: [spikeResult()],
    compared: [longResult(2), spikeResult()],
  });

describe.skipIf(isBrowserLeftOut)('the page of headroom compare in Chromium', () => {
  const { writeHtml, open } = withBrowser();
  const openPage = async (viewport: Viewport = laptop) => {
    const url = writeHtml('compared', await comparisonPage());
    return { url, page: await open(url, viewport) };
  };

  it('asks for nothing, complains of nothing, and fits every width, closed and opened', async () => {
    const { url, page } = await openPage();
    for (const isOpened of [false, true]) {
      if (isOpened) await unfold(page);
      for (const width of widths) {
        await page.look({ width, height: 800 });
        expect({ width, ...(await probe(page)) }).toMatchObject({ width, overflowPx: 0, overlaps: [] });
      }
    }
    expect(page.requests).toEqual([url]);
    expect(page.complaints).toEqual([]);
  });

  it('has nothing for axe to find, in both themes', async () => {
    const { page } = await openPage();
    expect(await axeViolations(page)).toEqual([]);
    await page.look({ ...laptop, dark: true });
    expect(await axeViolations(page)).toEqual([]);
  });

  it('says all without a script, and draws both sides', async () => {
    const { page: plain } = await openPage({ ...laptop, withoutScript: true });
    const { page } = await openPage();
    const textOf = `(() => {
      for (const own of document.querySelectorAll('.tools, .tip')) own.remove();
      return document.querySelector('main').textContent.replaceAll(/\\s+/g, ' ');
    })()`;
    expect(
      await plain.evaluate(`document.querySelectorAll('.panel svg.plot .named > path[d^=M]').length`),
    ).toBe(9);
    expect(await page.evaluate(textOf)).toBe(await plain.evaluate(textOf));
  });

  it('shows one side alone, and both again', async () => {
    const { page } = await openPage();
    const shownAfter = (name: string): Promise<string[]> =>
      page.evaluate(`(() => {
        [...document.querySelectorAll('.tools button')].find(({ textContent }) => textContent === '${name}').click();
        const panel = document.querySelector('#failed');
        return [...panel.querySelectorAll('.named > path')].flatMap((path, i) =>
          path.hasAttribute('hidden') ? [] : [panel.querySelectorAll('.legend > li')[i].textContent]);
      })()`);
    const all = ['base', 'compared, run 1', 'compared, run 2'];
    expect(await shownAfter('base')).toEqual(['base']);
    expect(await shownAfter('compared')).toEqual(all.slice(1));
    expect(await shownAfter('All runs')).toEqual(all);
  });
});
