import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A fenced block of a page: what its fence says, and what stands in it. */
type Block = { readonly language: string; readonly words: readonly string[]; readonly text: string };

/** A page of the documentation, as its test reads it. */
export type Page = {
  /** From the root: docs/tutorial.md. */
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Options of the sandbox that its commands need; undefined: none. */
  readonly sandbox: object | undefined;
};

const fence = /^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm;

/** Reads one page. */
export const readPage = (file: string): Page => {
  const text = readFileSync(join(root, file), 'utf8');
  const options = /^<!-- sandbox: (.*) -->$/m.exec(text)?.[1];
  return {
    file,
    text,
    blocks: [...text.matchAll(fence)].map(([, language = '', words = '', block = '']) => ({
      language,
      words: words.trim().split(/\s+/),
      text: block,
    })),
    sandbox: options === undefined ? undefined : (JSON.parse(options) as object),
  };
};

/** All pages of docs/, and the README. */
export const allPages = (): Page[] =>
  readdirSync(join(root, 'docs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
    .concat('README.md')
    .map(readPage);

/** Whether a block is a command that the test runs; what needs minutes says `slow`, what is another tool's says `other`. */
export const isRun = ({ language, words }: Block, withSlow: boolean): boolean =>
  language === 'sh' && !words.includes('other') && (withSlow || !words.includes('slow'));

/** Whether a page has commands that take minutes. */
export const isSlow = ({ blocks }: Page): boolean =>
  blocks.some(({ language, words }) => language === 'sh' && words.includes('slow'));
