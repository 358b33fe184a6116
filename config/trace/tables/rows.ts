/** A line of a table that holds something: its number, from 1, and its cells. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

/** The rows of a table, as far as its readers look at them: a list, or columns that make each row when it is asked for. */
export type Rows = {
  readonly length: number;
  /** undefined: there is no such row. From the end where negative. */
  at(index: number): CsvRow | undefined;
  slice(from: number, to?: number): readonly CsvRow[];
  map<Value>(of: (row: CsvRow, index: number) => Value): Value[];
  filter(isMeant: (row: CsvRow, index: number) => boolean): CsvRow[];
  [Symbol.iterator](): Iterator<CsvRow>;
};

/** A column whose cells are so many different ones at most keeps each text once. */
const distinctMost = 256;

/** Cells of one column. */
type Cells = { readonly texts: string[]; known: Map<string, string> | null };

/** Takes a cell, as the same text as an equal one before it: rows of one request each repeat paths and statuses. */
const put = (cells: Cells, cell: string): void => {
  const { texts, known } = cells;
  const before = known?.get(cell);
  texts.push(before ?? cell);
  if (known === null || before !== undefined) return;
  known.set(cell, cell);
  if (known.size > distinctMost) cells.known = null;
};

const larger = (numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
  const more = new Uint32Array(2 * numbers.length);
  more.set(numbers);
  return more;
};

/** Rows that are collected one by one. */
export type RowCollector = {
  readonly add: (line: number, cells: readonly string[]) => void;
  /** How many rows have so many cells, by the number of cells. */
  readonly widths: ReadonlyMap<number, number>;
  /**
   * What was collected, from a row on.
   *
   * @param width as many cells in each row; by default as many as were given
   */
  readonly rows: (from?: number, width?: number) => Rows;
};

/**
 * Collects rows by column: of millions of rows an object and a list each would take more memory than their cells. Of each row
 * 8 bytes are kept beside its cells.
 */
export const collectRows = (): RowCollector => {
  const columns: Cells[] = [];
  const widths = new Map<number, number>();
  let [lines, sizes] = [new Uint32Array(1024), new Uint32Array(1024)];
  let length = 0;

  const add: RowCollector['add'] = (line, cells) => {
    if (length === lines.length) [lines, sizes] = [larger(lines), larger(sizes)];
    while (columns.length < cells.length)
      columns.push({ texts: new Array<string>(length).fill(''), known: new Map() });
    columns.forEach((column, i) => {
      put(column, cells[i] ?? '');
    });
    lines[length] = line;
    sizes[length] = cells.length;
    widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
    length++;
  };

  const rows: RowCollector['rows'] = (from = 0, width) => {
    const rowAt = (index: number): CsvRow => {
      const size = width ?? sizes[from + index]!;
      return {
        line: lines[from + index]!,
        cells: Array.from({ length: size }, (_, i) => columns[i]?.texts[from + index] ?? ''),
      };
    };
    const count = length - from;
    const made = function* (): Generator<CsvRow> {
      for (let i = 0; i < count; i++) yield rowAt(i);
    };
    const map: Rows['map'] = (of) => Array.from({ length: count }, (_, i) => of(rowAt(i), i));
    return {
      length: count,
      at: (index) => {
        const at = index < 0 ? count + index : index;
        return at >= 0 && at < count ? rowAt(at) : undefined;
      },
      slice: (begin, end = count) =>
        Array.from({ length: Math.max(0, Math.min(end, count) - begin) }, (_, i) => rowAt(begin + i)),
      map,
      filter: (isMeant) => {
        const meant: CsvRow[] = [];
        for (let i = 0; i < count; i++) {
          const row = rowAt(i);
          if (isMeant(row, i)) meant.push(row);
        }
        return meant;
      },
      [Symbol.iterator]: made,
    };
  };
  return { add, widths, rows };
};
