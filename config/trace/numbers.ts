import { meaningOf } from './column-names.ts';
import { refuse } from './refuse.ts';
import { faultyCell, nameOf, refuseTrace, type Table } from './table.ts';

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

/** 3,600 is 3600 or 3.6; 3.600 too, in a file that may have decimal commas. */
const isUnclear = (cells: readonly string[], decimalCommas: boolean): boolean => {
  const marked = cells.filter((cell) => /[.,]/.test(cell));
  if (marked.length === 0) return false;
  if (marked.every((cell) => /^\d{1,3},\d{3}$/.test(cell))) return true;
  return decimalCommas && marked.every((cell) => /^[1-9]\d{0,2}\.\d{3}$/.test(cell));
};

/**
 * The numbers of a column; NaN for an empty cell.
 *
 * @throws HeadroomError E_CONFIG with the lines that are no number from 0 on, and for thousands that may be decimals
 */
export const readNumbers = (table: Table, index: number): Float64Array => {
  const cells = table.rows.map((row) => row.cells[index]);
  const filled = cells.filter((cell): cell is string => cell !== undefined && !isEmptyValue(cell));
  const hasCommas = filled.some((cell) => decimalComma.test(cell));
  // Counts have no fraction; but a mean with three digits may go by the name of a count, all its cells alike.
  const isCount =
    meaningOf(table.header[index] ?? '').kind === 'count' && filled.some((cell) => /^\d+$/.test(cell));
  if (!isCount && isUnclear(filled, hasCommas || table.decimalCommas === true)) {
    const example = filled.find((cell) => /[.,]/.test(cell)) ?? '';
    refuseTrace(table, {
      what: `${nameOf(table, index)} has numbers like ${example}: thousands or a decimal fraction?`,
      fix: 'export the numbers without separators between thousands, with a decimal point',
    });
  }
  const fitting = styles.filter(({ fits }) => filled.every(fits));
  const whole = fitting.find(({ read }) => isCount && filled.every((cell) => /^\d+$/.test(read(cell))));
  const style = whole ?? fitting[0] ?? styles[0]!;
  const isEmpty = (cell: string | undefined): boolean => cell !== undefined && isEmptyValue(cell);
  const numberIn = (cell: string): number => (style.fits(cell) ? Number(style.read(cell)) : Number.NaN);
  const values = Float64Array.from(cells, (cell) => (isEmpty(cell) ? Number.NaN : numberIn(cell ?? '?')));
  const faulty = table.rows.filter((_, i) => !(values[i]! >= 0 && values[i]! <= 1e12) && !isEmpty(cells[i]));
  refuse(
    faulty.map((row) => faultyCell(table, row, { index, expected: 'a number, 0 or more' })),
    {
      fix: 'correct the lines, or choose another column with load.column; units and K or M are not read',
      of: 'trace',
    },
  );
  return values;
};
