import { escapeControls } from '../errors/escape-controls.ts';

/** Blanks at which a line may break: not between a number and its unit, "8.4 s" or "13.5 %". */
const breaks = /(?<!\d) | (?!(?:s|ms|%|×)(?:\W|$))/;

/** A word of a shell in single quotes, as `shellPath` writes one: an apostrophe inside is '\\''. */
const quotedWord = /(?<=^|[\s=(])'(?:[^']|'\\'')*'/g;

/** Stands for a blank at which no line breaks. No text has it, as control characters are made visible before. */
const keptBlank = '\0';

/**
 * Breaks text at blanks into lines of at most `width` characters; a longer word stays whole, and so does a number with
 * its unit, and a path in quotes: a command that is copied needs it in one piece.
 *
 * @example wrapText('one two three', 7) // ['one two', 'three']
 * @example wrapText("open 'my runs/a' now", 8) // ['open', "'my runs/a'", 'now']
 */
export const wrapText = (text: string, width: number): string[] => {
  const lines: string[] = [];
  const kept = escapeControls(text).replace(quotedWord, (word) => word.replaceAll(' ', keptBlank));
  for (const word of kept.split(breaks)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => line.replaceAll(keptBlank, ' '));
};

/** Between two columns of a table. */
const gap = '  ';

const lengthMost = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length));

/**
 * Widths of columns that fit together: the widest column is made narrower, down to its longest word, then the next widest.
 * Where all words together are too wide, the columns stay so.
 */
const fittingWidths = (lines: readonly (readonly string[])[], width: number): number[] => {
  const columns = lines[0]!.map((_, column) => lines.map((cells) => cells[column] ?? ''));
  const widths = columns.map(lengthMost);
  const isDone = widths.map(() => false);
  for (;;) {
    const excess = widths.reduce((sum, one) => sum + one + gap.length, -gap.length) - width;
    if (excess <= 0 || isDone.every(Boolean)) return widths;
    const column = widths.reduce((best, one, i) => (isDone[i] || one <= (widths[best] ?? 0) ? best : i), -1);
    isDone[column] = true;
    const longestWord = lengthMost(columns[column]!.flatMap((cell) => wrapText(cell, 1)));
    widths[column] = Math.max(longestWord, widths[column]! - excess);
  }
};

/** A row as its name and, below it, each figure behind the head of its column: what a table is where no columns fit. */
const listed = (
  [name = '', ...cells]: readonly string[],
  heads: readonly string[],
  width: number,
): string[] => {
  const figures = cells.flatMap((cell, i) => (cell === '' ? [] : [`${heads[i + 1]} ${cell}`.trim()]));
  return [name, ...indentedLines(figures.join(' · '), 2, { width })];
};

/**
 * A table in plain text: the first column to the left, the others to the right, two blanks between.
 *
 * @param width columns of a terminal: cells of a table that is wider are broken at blanks; where that is not enough, each row
 *   becomes a name with its figures below it
 * @example textTable(['phase', 'sent'], [['spike', '1,600']]) // 'phase   sent\nspike  1,600'
 * @example textTable(['phase', 'sent'], [['a long spike', '9']], 13) // 'phase    sent\na long      9\nspike'
 */
export const textTable = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string => {
  const lines = [head, ...rows].map((cells) => cells.map(escapeControls));
  const widths = fittingWidths(lines, width);
  if (widths.reduce((sum, one) => sum + one + gap.length, -gap.length) > width)
    return lines
      .slice(1)
      .flatMap((cells) => listed(cells, lines[0]!, width))
      .join('\n');
  const cell = (text: string, column: number): string =>
    column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!);
  return lines
    .flatMap((line) => {
      const broken = line.map((text, column) =>
        text.length > widths[column]! ? wrapText(text, widths[column]!) : [text],
      );
      const height = Math.max(...broken.map(({ length }) => length));
      return Array.from({ length: height }, (_, i) => broken.map((texts) => texts[i] ?? ''));
    })
    .map((line) => line.map(cell).join(gap).trimEnd())
    .join('\n');
};

/** Columns that an answer fits into where nobody asks how wide the terminal is. */
export const usualColumns = 80;

/**
 * Text as a block of lines that fit.
 *
 * @example paragraph('one two three', 7) // 'one two\nthree'
 */
export const paragraph = (text: string, width = usualColumns): string => wrapText(text, width).join('\n');

type Indented = {
  /** Stands before the first line, at the right end of the indent. */
  readonly mark?: string;
  readonly width?: number;
};

/**
 * Lines that fit, each `by` columns further in.
 *
 * @example indentedLines('one two', 4, { mark: '-', width: 9 }) // ['  - one', '    two']
 */
export const indentedLines = (
  text: string,
  by: number,
  { mark = '', width = usualColumns }: Indented = {},
): string[] => {
  const before = mark === '' ? ' '.repeat(by) : `${mark.padStart(by - 1)} `;
  return wrapText(text, width - by).map((line, i) => `${i === 0 ? before : ' '.repeat(by)}${line}`);
};

/** A long line goes on so many columns further in than it began. */
const hanging = 2;

/** A name of up to three words, and the wide gap before what is said of it. */
const named = /^\s*\S+(?: \S+){0,2} {2,}(?=\S)/;

/** Where the text of a line begins, and where it goes on: below what is said of its name, or a little further in. */
const placesOf = (line: string, width: number): { readonly begin: number; readonly goesOn: number } => {
  const said = named.exec(line)?.[0].length ?? 0;
  if (said > 0 && said <= width / 3) return { begin: said, goesOn: said };
  const begin = line.length - line.trimStart().length;
  return { begin, goesOn: begin + hanging };
};

/**
 * Text whose lines fit: longer ones are broken at blanks, and go on a little further in.
 *
 * @example fitLines('  one two three', 11) // '  one two\n    three'
 * @example fitLines('cost    4 replicas, now 1', 24) // 'cost    4 replicas, now\n        1'
 */
export const fitLines = (text: string, width: number): string =>
  text
    .split('\n')
    .flatMap((line) => {
      if (line.length <= width) return [line];
      const { begin, goesOn } = placesOf(line, width);
      const [first = '', ...rest] = wrapText(line.slice(begin).trim(), width - goesOn);
      return [`${line.slice(0, begin)}${first}`, ...rest.map((more) => `${' '.repeat(goesOn)}${more}`)];
    })
    .join('\n');

/** Whether each line of a text fits. */
export const fitsInto = (text: string, width: number): boolean =>
  text.split('\n').every((line) => line.length <= width);

type TextColumns = {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

/**
 * The table without as many of the `dispensable` columns, first ones first, as it takes to fit into `width`.
 *
 * @example fitColumns({ head: ['a', 'b'], rows: [['1', '22222']] }, 4, ['b']) // { head: ['a'], rows: [['1']] }
 */
export const fitColumns = (
  table: TextColumns,
  width: number,
  [first, ...others]: readonly string[],
): TextColumns => {
  if (first === undefined || fitsInto(textTable(table.head, table.rows), width)) return table;
  const without = (cells: readonly string[]): string[] => cells.filter((_, i) => table.head[i] !== first);
  return fitColumns({ head: without(table.head), rows: table.rows.map(without) }, width, others);
};
