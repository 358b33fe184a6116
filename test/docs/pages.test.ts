import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configPage } from '../../release/docs/config-page.ts';
import { verbsPage } from '../../release/docs/verbs-page.ts';
import { allPages } from './pages.ts';

const root = join(import.meta.dirname, '../..');
const pages = allPages();

describe('the reference', () => {
  it.each([
    ['docs/reference/config.md', configPage],
    ['docs/reference/verbs.md', () => verbsPage(root)],
  ])('is current: npm run help writes %s', (file, made) => {
    expect(readFileSync(join(root, file), 'utf8')).toBe(made());
  });
});

/** Links of a page to files of the repository, without their anchors. */
const linksOf = (text: string): string[] =>
  [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link]) => link!);

describe('the documentation', () => {
  it('links to files that are there', () => {
    const broken = pages.flatMap(({ file, text }) =>
      linksOf(text)
        .filter((link) => !existsSync(join(root, dirname(file), link)))
        .map((link) => `${file}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('is found from its first page', () => {
    const linked = new Set(
      linksOf(readFileSync(join(root, 'docs/README.md'), 'utf8')).map((link) => join('docs', link)),
    );
    const lost = pages
      .map(({ file }) => file)
      .filter((file) => !['README.md', 'docs/README.md'].includes(file));
    expect(lost.filter((file) => !linked.has(file))).toEqual([]);
  });
});
