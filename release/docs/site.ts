/** `npm run docs`: the documentation as HTML in site/, with Markdown twins and llms.txt. */
import { copyFile, cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { htmlOf } from './html.ts';
import { type Group, groupsOf, type Page, readPages } from './pages.ts';

const summary =
  'Spike-tests a scoring endpoint on Kubernetes with real k6, explains every failed second, and recommends autoscaler settings that are proven by firing the same spike again. TypeScript; runs from one command.';

/** A list of the pages for language models, as https://llmstxt.org describes it. */
const llmsText = (pages: readonly Page[], groups: readonly Group[]): string => {
  const titleOf = (file: string): string => pages.find((page) => page.file === file)?.title ?? file;
  const sections = groups.map(({ title, files }) =>
    [`## ${title}`, '', ...files.map((file) => `- [${titleOf(file)}](${file})`), ''].join('\n'),
  );
  return ['# Headroom', '', `> ${summary}`, '', ...sections].join('\n');
};

/**
 * Writes the site: for every page of docs/ its HTML and its Markdown twin, the start page, and llms.txt.
 *
 * @param root folder of the checkout
 * @param output folder that is made anew
 */
export const buildSite = async (root: string, output: string): Promise<void> => {
  const docs = join(root, 'docs');
  const pages = readPages(docs);
  const groups = groupsOf(pages.find(({ file }) => file === 'README.md')?.text ?? '');
  await rm(output, { recursive: true, force: true });
  // The Markdown twins, and the pictures and schemas that pages link to.
  await cp(docs, output, { recursive: true });
  for (const page of pages)
    await writeFile(join(output, page.file.replace(/\.md$/, '.html')), htmlOf(page, pages, groups));
  await copyFile(join(output, 'README.html'), join(output, 'index.html'));
  await writeFile(join(output, 'llms.txt'), llmsText(pages, groups));
};

if (import.meta.main) {
  const root = join(import.meta.dirname, '../..');
  await buildSite(root, join(root, 'site'));
}
