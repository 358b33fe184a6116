import { describe, expect, it } from 'vitest';
import { isBrowserLeftOut } from '../browser/chromium.ts';
import { pages } from '../browser/pages.ts';
import { axeViolations, probe, unfold } from '../browser/probe.ts';
import { withBrowser } from '../browser/with-browser.ts';

/** From a phone to a large screen. */
const widths = [360, 390, 480, 640, 768, 900, 1024, 1100, 1280, 1440, 1600, 1920];

describe.skipIf(isBrowserLeftOut).each(Object.entries(pages))('the report of %s', (name, make) => {
  const { write, open } = withBrowser();

  it('fits every width with everything opened, and no label lies over another', async () => {
    const page = await open(await write(name, make()), { width: 1280, height: 800 });
    for (const width of widths) {
      await page.look({ width, height: 800 });
      const closed = await probe(page);
      expect({ width, ...closed }).toMatchObject({ width, overflowPx: 0, overlaps: [] });
    }
    await unfold(page);
    for (const width of widths) {
      await page.look({ width, height: 800 });
      const opened = await probe(page);
      expect({ width, ...opened }).toMatchObject({ width, overflowPx: 0, overlaps: [] });
    }
  });

  it('has nothing for axe to find, closed and opened, in both themes', async () => {
    const page = await open(await write(name, make()), { width: 1280, height: 800 });
    for (const dark of [false, true]) {
      await page.look({ width: 1280, height: 800, dark });
      expect(await axeViolations(page)).toEqual([]);
    }
    await unfold(page);
    for (const dark of [false, true]) {
      await page.look({ width: 1280, height: 800, dark });
      expect(await axeViolations(page)).toEqual([]);
    }
  });
});
