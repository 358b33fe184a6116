import { readFile, writeFile } from 'node:fs/promises';

/** Parts of a page that a bench writes itself; what stands between them is written by hand and kept. */
export type Section = 'virtual' | 'live' | 'planted' | 'kube';

const writtenBy: Readonly<Record<Section, string>> = {
  virtual: 'bench:accuracy',
  live: 'bench:accuracy',
  planted: 'bench:explain',
  kube: 'bench:kube',
};

const startOf = (section: Section): string =>
  `<!-- ${section}: written by npm run ${writtenBy[section]} -- --write -->`;
const endOf = (section: Section): string => `<!-- end of ${section} -->`;

/**
 * The page with one section replaced.
 *
 * @throws Error if the page lacks the section's marks
 * @example withSection(`a\n${'<!-- … -->'}`, 'live', 'text')
 */
export const withSection = (page: string, section: Section, text: string): string => {
  const [from, to] = [page.indexOf(startOf(section)), page.indexOf(endOf(section))];
  if (from < 0 || to < from)
    throw new Error(`no marks "${startOf(section)}" … "${endOf(section)}" in the page`);
  return `${page.slice(0, from + startOf(section).length)}\n\n${text.trim()}\n\n${page.slice(to)}`;
};

export const writeSection = async (file: string, section: Section, text: string): Promise<void> => {
  await writeFile(file, withSection(await readFile(file, 'utf8'), section, text));
};
