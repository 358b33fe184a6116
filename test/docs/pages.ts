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
  /** Options of the sandbox that its commands need: those that it shows, or a comment has. undefined: none. */
  readonly sandbox: object | undefined;
};

const fence = /^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm;

/** The file that a fence stands for, by `file=` in its words. */
export const fileOf = (words: readonly string[]): string | undefined =>
  words.find((word) => word.startsWith('file='))?.slice('file='.length);

/** Reads one page. */
export const readPage = (file: string): Page => {
  const text = readFileSync(join(root, file), 'utf8');
  const blocks = [...text.matchAll(fence)].map(([, language = '', words = '', block = '']) => ({
    language,
    words: words.trim().split(/\s+/),
    text: block,
  }));
  const shown = blocks.find(({ words }) => fileOf(words) === 'sandbox.json')?.text;
  const options = shown ?? /^<!-- sandbox: (.*) -->$/m.exec(text)?.[1];
  return {
    file,
    text,
    blocks,
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

/**
 * What a fence of commands may say. `slow`: it takes minutes. `service`: it stays in the foreground. `later`: it works on a run
 * that the reader has by then. `other`: it is no command of ours.
 */
const kinds = ['slow', 'service', 'later', 'other'] as const;

/** What a fence of commands says; `now`: nothing. */
export const kindOf = ({ language, words }: Block): (typeof kinds)[number] | 'now' | undefined =>
  language === 'sh' ? (kinds.find((kind) => words.includes(kind)) ?? 'now') : undefined;

/** Commands of a kind of fences, one a line, with the page that they stand on. */
export const commandsOf = (
  pages: readonly Page[],
  kind: (typeof kinds)[number],
): [file: string, command: string][] =>
  pages.flatMap(({ file, blocks }) =>
    blocks
      .filter((block) => kindOf(block) === kind)
      .flatMap(({ text }) => oneALine(text).map((line): [string, string] => [file, line])),
  );

/** Commands over several lines, as one. */
export const oneALine = (text: string): string[] =>
  text
    .replaceAll(/\\\n\s*/g, '')
    .trimEnd()
    .split('\n');

/** Whether a block is a command that runs as it stands. */
export const isRun = (block: Block, withSlow: boolean): boolean => {
  const kind = kindOf(block);
  return kind === 'now' || (withSlow && kind === 'slow');
};

/** Whether a page has commands that take minutes. */
export const isSlow = ({ blocks }: Page): boolean => blocks.some((block) => kindOf(block) === 'slow');
