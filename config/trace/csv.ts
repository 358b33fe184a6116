/** A line of a CSV file that holds something: its number, from 1, and its cells. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

const separators = [',', ';', '\t'] as const;

const bare = (cell: string): string => cell.trim().replace(/^"(.*)"$/, '$1');

/**
 * The rows of a CSV text without empty lines and # comments. The separator is the comma, semicolon or tab that the
 * first row shows. Quotes around a cell are taken off; a separator inside quotes is not supported, as neither counts
 * nor time stamps have one.
 *
 * @example csvRows('second;count\n0;3')[1] // { line: 2, cells: ['0', '3'] }
 */
export const csvRows = (text: string): CsvRow[] => {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((content, i) => ({ line: i + 1, content }))
    .filter(({ content }) => content.trim() !== '' && !content.startsWith('#'));
  const separator = separators.find((candidate) => lines[0]?.content.includes(candidate)) ?? ',';
  return lines.map(({ line, content }) => ({ line, cells: content.split(separator).map(bare) }));
};
