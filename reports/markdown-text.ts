import { escapeControls } from '../errors/escape-controls.ts';

/**
 * Text that Markdown shows as it is: no emphasis, link, cell border, tag or mention comes out of a name in a run.
 *
 * @example escapeMarkdown('a|b <c>') // 'a\\|b &lt;c&gt;'
 */
export const escapeMarkdown = (text: string): string =>
  escapeControls(text.replace(/\s+/g, ' '))
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200b');

const row = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;

/** A table of GitHub's Markdown. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(row)].join('\n');

/** A part that is long, and seldom looked at: a reader opens it by its title. */
export const foldMarkdown = (title: string, body: string): string =>
  `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
