import { expect, it } from 'vitest';
import { temporaryFolder } from '../builders/run-folder.ts';
import { allPages, isSlow } from '../docs/pages.ts';
import { runPage } from '../docs/run-page.ts';

const pages = allPages().filter(isSlow);

it('there are pages with commands that take minutes', () => {
  expect(pages.map(({ file }) => file)).toContain('docs/tutorial.md');
});

it.each(pages.map((page) => [page.file, page] as const))('does all that %s says', async (_, page) => {
  const { code, printed } = await runPage(page, await temporaryFolder(), { withSlow: true });
  expect(code, printed).toBe(0);
});
