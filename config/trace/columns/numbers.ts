import { refuse } from '../refuse.ts';
import { faultyCell, nameOf, refuseTrace, type Table } from '../tables/table.ts';
import { meaningOfColumn } from './column-names.ts';
import { hasUnit, unitFix } from './units-in-cells.ts';

const plain = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const decimalComma = /^-?\d+,\d+$/;
const commaThousands = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const dotThousands = /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/;
const spaceThousands = /^\d{1,3}(?:[\s\u00A0\u202F'’]\d{3})+(?:[.,]\d+)?$/;

/** How monitoring tools write that there is no number. */
const empty = /^(?:|-|n\/?a|nan|null|none|undefined)$/i;

/** Whether a cell says that there is no number. */
export const isEmptyValue = (cell: string): boolean => empty.test(cell);

/** Whether a cell is a number in some way of writing, an empty one not included. */
export const isNumberLike = (cell: string): boolean =>
  [plain, decimalComma, commaThousands, dotThousands, spaceThousands].some((form) => form.test(cell));

type Style = { readonly fits: (cell: string) => boolean; readonly read: (cell: string) => string };

/** Ways to write numbers; a column has one of them. */
const styles: readonly Style[] = [
  { fits: (cell) => plain.test(cell), read: (cell) => cell },
  {
    fits: (cell) => commaThousands.test(cell) || plain.test(cell),
    read: (cell) => cell.replaceAll(',', ''),
  },
  {
    fits: (cell) => decimalComma.test(cell) || dotThousands.test(cell) || /^-?\d+$/.test(cell),
    read: (cell) => cell.replaceAll('.', '').replace(',', '.'),
  },
  {
    fits: (cell) => spaceThousands.test(cell) || plain.test(cell) || decimalComma.test(cell),
    read: (cell) => cell.replaceAll(/[\s\u00A0\u202F'’]/g, '').replace(',', '.'),
  },
];

/**
 * 3,600 is 3600 or 3.6; 3.600 too, in a file that may have decimal commas. Where cells of a column have different marks, one
 * cell has to tell which of them stands before decimals: 980,5 or 1.200,5 or 1,200.5 do.
 *
 * @example isUnclear(['1.200', '1,350'], false) // true
 */
const isUnclear = (cells: readonly string[], decimalCommas: boolean): boolean => {
  const withComma = cells.filter((cell) => cell.includes(','));
  const withDot = cells.filter((cell) => cell.includes('.'));
  if (withComma.length === 0)
    return decimalCommas && withDot.length > 0 && withDot.every((cell) => /^[1-9]\d{0,2}\.\d{3}$/.test(cell));
  if (!withComma.every((cell) => /^\d{1,3},\d{3}$/.test(cell))) return false;
  return decimalCommas || withDot.every((cell) => /^\d{1,3}\.\d{3}$/.test(cell));
};

/** A column of cells as numbers, or one cell of those that can be read in two ways. */
type NumbersRead = { readonly values: Float64Array } | { readonly unclear: string };

type Writing = {
  /** Whether the file may have decimal commas, as one with semicolons between its cells. */
  readonly decimalCommas: boolean;
  /** Whether the name of the column says that its numbers are whole. */
  readonly counts: boolean;
};

/** Whether a number can be an amount of requests, or a rate of them. NaN can't. */
export const isAmount = (value: number): boolean => value >= 0 && value <= 1e12;

/**
 * The numbers in the cells of one column, which are all written in one way.
 *
 * @returns NaN for an empty cell and for one that is no number
 */
export const numbersIn = (
  cells: readonly (string | undefined)[],
  { decimalCommas, counts }: Writing,
): NumbersRead => {
  const filled = cells.filter((cell): cell is string => cell !== undefined && !isEmptyValue(cell));
  // Counts have no fraction; but a mean with three digits may go by the name of a count, all its cells alike.
  const isCount = counts && filled.some((cell) => /^\d+$/.test(cell));
  const fitting = styles.filter(({ fits }) => filled.every(fits));
  const whole = fitting.find(({ read }) => isCount && filled.every((cell) => /^\d+$/.test(read(cell))));
  if (whole === undefined && isUnclear(filled, decimalCommas))
    return { unclear: filled.find((cell) => /[.,]/.test(cell)) ?? '' };
  const style = whole ?? fitting[0] ?? styles[0]!;
  const isRead = (cell: string | undefined): cell is string =>
    cell !== undefined && !isEmptyValue(cell) && style.fits(cell);
  return {
    values: Float64Array.from(cells, (cell) => (isRead(cell) ? Number(style.read(cell)) : Number.NaN)),
  };
};

/** What is said of a column that can be read in two ways. @param name of the column */
export const unclearNumbers = (name: string, example: string) => ({
  what: `${name} has numbers like ${example}: thousands or a decimal fraction?`,
  fix: 'export the numbers without separators between thousands, with a decimal point',
});

/**
 * The numbers of a column; NaN for an empty cell.
 *
 * @throws HeadroomError E_CONFIG with the lines that are no number from 0 on, and for thousands that may be decimals
 */
export const readNumbers = (table: Table, index: number): Float64Array => {
  const cells = table.rows.map((row) => row.cells[index]);
  const read = numbersIn(cells, {
    decimalCommas: table.decimalCommas === true,
    counts: meaningOfColumn(table, index).kind === 'count',
  });
  if ('unclear' in read) return refuseTrace(table, unclearNumbers(nameOf(table, index), read.unclear));
  const { values } = read;
  const isEmpty = (cell: string | undefined): boolean => cell !== undefined && isEmptyValue(cell);
  const faulty = table.rows.filter((_, i) => !isAmount(values[i]!) && !isEmpty(cells[i]));
  refuse(
    faulty.map((row) => faultyCell(table, row, { index, expected: 'a number, 0 or more' })),
    {
      fix: faulty.some(({ cells: row }) => hasUnit(row[index] ?? ''))
        ? unitFix
        : 'correct the lines, or choose another column with load.column',
      of: 'trace',
    },
  );
  return values;
};
