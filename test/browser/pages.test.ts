import { describe, expect, it } from 'vitest';
import { isBrowserLeftOut } from './chromium.ts';
import { pages, shortPages } from './pages.ts';
import { axeViolations, probe } from './probe.ts';
import { withBrowser } from './with-browser.ts';

const laptop = { width: 1280, height: 800 };
const phone = { width: 360, height: 780 };
const screens = 4;
const wordsMost = 900;
const nodesMost = 6000;

describe.skipIf(isBrowserLeftOut)('reports of every kind in Chromium', () => {
  const { write, open } = withBrowser();

  it.each(Object.entries(pages))(
    '%s: one file, nothing overflows, no label lies over another',
    async (name, make) => {
      const url = await write(name, make());
      const page = await open(url, laptop);
      const wide = await probe(page);
      await page.look(phone);
      const narrow = await probe(page);
      expect(page.requests).toEqual([url]);
      expect(page.complaints).toEqual([]);
      for (const seen of [wide, narrow]) expect(seen).toMatchObject({ overflowPx: 0, overlaps: [] });
      expect(wide.nodes).toBeLessThanOrEqual(nodesMost);
      if (!shortPages.includes(name)) return;
      expect(wide.foldsTopPx).toBeLessThanOrEqual(screens * laptop.height);
      expect(wide.words).toBeLessThanOrEqual(wordsMost);
    },
  );

  it('a proven advice has nothing for axe to find, in both themes', async () => {
    const page = await open(await write('confirmed', pages['confirmed']!()), laptop);
    expect(await axeViolations(page)).toEqual([]);
    await page.look({ ...laptop, dark: true });
    expect(await axeViolations(page)).toEqual([]);
  });

  it('all words are there without JavaScript', async () => {
    const url = await write('planned', pages['planned']!());
    const wordsOf = async (withoutScript: boolean): Promise<readonly string[]> => {
      const page = await open(url, { ...laptop, withoutScript });
      // The script's own buttons do things that only a script can do.
      return page.evaluate<string[]>(`(() => {
        for (const own of document.querySelectorAll('.tools, .tip, button.copy')) own.remove();
        return document.querySelector('main').textContent.split(/\\s+/);
      })()`);
    };
    const plain = new Set(await wordsOf(true));
    expect(plain).toContain('proven');
    expect((await wordsOf(false)).filter((word) => !plain.has(word))).toEqual([]);
  });
});
