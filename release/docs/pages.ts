import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** One page of docs/. */
export type Page = {
  /** From docs/: how-to/hpa.md. */
  readonly file: string;
  readonly title: string;
  readonly text: string;
};

/** Pages that belong together, as docs/README.md lists them. */
export type Group = { readonly title: string; readonly files: readonly string[] };

/** All Markdown pages of a folder, sorted. */
export const readPages = (docs: string): Page[] =>
  readdirSync(docs, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(docs, join(entry.parentPath, entry.name)))
    .sort()
    .map((file) => {
      const text = readFileSync(join(docs, file), 'utf8');
      return { file, title: /^# (.+)$/m.exec(text)?.[1] ?? file, text };
    });

/**
 * The groups of the first page: its headings, each with the pages that are linked below it.
 *
 * @example groupsOf('## Begin\n\n- [Tutorial](tutorial.md)') // [{ title: 'Begin', files: ['tutorial.md'] }]
 */
export const groupsOf = (firstPage: string): Group[] =>
  firstPage
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      title: section.split('\n', 1)[0] ?? '',
      files: [...section.matchAll(/\]\(([^)]+\.md)\)/g)].map(([, file]) => file!),
    }));
