import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from './chromium.ts';

/** What is seen of a page at one width. */
export type Seen = {
  readonly overflowPx: number;
  /** Pairs of labels in a picture that lie over each other. */
  readonly overlaps: readonly string[];
  readonly nodes: number;
  /** Words outside of folded parts. */
  readonly words: number;
  /** Where the folded parts begin; null: nothing is folded. */
  readonly foldsTopPx: number | null;
};

/** Labels may touch: their boxes are taller than their letters. */
const touchPx = 2;

const overlapping = `(() => {
  const boxes = (svg) => [...svg.querySelectorAll('text')].flatMap((text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    return right > left && text.textContent.trim() !== '' ? [{ words: text.textContent, left, right, top, bottom }] : [];
  });
  return [...document.querySelectorAll('svg')].flatMap((svg) => {
    const all = boxes(svg);
    return all.flatMap((a, i) => all.slice(i + 1).filter((b) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > ${touchPx} &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > ${touchPx} &&
      a.words !== b.words).map((b) => a.words + ' | ' + b.words));
  });
})()`;

/** A look at the page as it stands. */
export const probe = (page: Page): Promise<Seen> =>
  page.evaluate<Seen>(`({
    overflowPx: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    overlaps: ${overlapping},
    nodes: document.querySelectorAll('*').length,
    words: document.body.innerText.split(/\\s+/).filter((word) => /[\\p{L}\\p{N}]/u.test(word)).length,
    foldsTopPx: [...document.querySelectorAll('.folds')].map((one) => one.getBoundingClientRect().top + scrollY)[0] ?? null,
  })`);

/** Opens all that is folded. */
export const unfold = (page: Page): Promise<void> =>
  page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong, a line for each rule and the first thing that breaks it. */
export const axeViolations = async (page: Page): Promise<string[]> => {
  await page.evaluate(`${axeSource};undefined`);
  return page.evaluate<string[]>(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.length + " x " + nodes[0].html.slice(0, 160)))',
  );
};
