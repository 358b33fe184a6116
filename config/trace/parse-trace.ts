import { type ErrorDetails, HeadroomError } from '../../errors/headroom-error.ts';
import { countOf, offsetMsOf, secondOf } from './cells.ts';
import { type TraceColumns, traceColumns } from './columns.ts';
import { type CsvRow, csvRows } from './csv.ts';
import { refuse } from './refuse.ts';

/** Which text, and where it came from. */
type TraceSource = {
  readonly text: string;
  /** Path for messages. */
  readonly file: string;
  readonly column?: string | undefined;
};

/** A month: more is a typing error in a time stamp, which would otherwise become an endless plan. */
const traceSecondsMax = 31 * 86_400;

/** What a line says: so many requests in a second, counted from any zero; of a time stamp its fraction, too. */
type Arrivals = {
  readonly line: number;
  readonly second: number;
  readonly count: number;
  readonly offsetMs: number | undefined;
};

const entryReader = (columns: TraceColumns, header: readonly string[], file: string) => {
  const faulty = ({ line, cells }: CsvRow, index: number, expected: string): ErrorDetails => ({
    what: `load.trace: ${header[index] ?? `column ${index + 1}`} is "${cells[index] ?? ''}", expected ${expected}`,
    where: `${file}:${line}`,
  });
  return (row: CsvRow, position: number): Arrivals | ErrorDetails => {
    const { count: countAt, time: timeAt } = columns;
    const count = countAt === undefined ? 1 : countOf(row.cells[countAt] ?? '');
    if (count === undefined) return faulty(row, countAt ?? 0, 'a whole number of requests');
    const second = timeAt === undefined ? position : secondOf(row.cells[timeAt] ?? '');
    if (second === undefined)
      return faulty(row, timeAt ?? 0, 'seconds, milliseconds since 1970 or a date and time (ISO 8601)');
    const cell = timeAt === undefined ? undefined : row.cells[timeAt];
    return { line: row.line, second, count, offsetMs: cell === undefined ? undefined : offsetMsOf(cell) };
  };
};

/** Two counts for one second: one of them is wrong, or the file has several series. */
const repeated = (entries: readonly Arrivals[], file: string): ErrorDetails[] => {
  const lines = new Map<number, number>();
  return entries.flatMap(({ line, second }) => {
    const earlier = lines.get(second);
    if (earlier === undefined) lines.set(second, line);
    return earlier === undefined
      ? []
      : [{ what: `load.trace: a second count for the second of line ${earlier}`, where: `${file}:${line}` }];
  });
};

/** The counts by second from the earliest entry to the latest. */
const onGrid = (entries: readonly Arrivals[], file: string): number[] => {
  const byTime = entries.toSorted((a, b) => a.second - b.second);
  const [first, last] = [byTime[0], byTime.at(-1)];
  if (first === undefined || last === undefined)
    throw new HeadroomError('E_CONFIG', { what: 'load.trace holds no line with a number', where: file });
  const seconds = last.second - first.second + 1;
  if (seconds > traceSecondsMax) {
    throw new HeadroomError('E_CONFIG', {
      what: `load.trace spans ${Math.round(seconds / 86_400)} days, from line ${first.line} to line ${last.line}`,
      where: file,
      fix: 'correct the time stamp, or cut the trace: it may span 31 days',
    });
  }
  const perSecond = new Array<number>(seconds).fill(0);
  for (const { second, count } of entries) {
    const offset = second - first.second;
    perSecond[offset] = (perSecond[offset] ?? 0) + count;
  }
  return perSecond;
};

/** Requests of each second, and where each lies inside it: null where the trace has counts, or times in whole seconds. */
export type TimedTrace = { readonly perSecond: number[]; readonly offsetsMs: number[][] | null };

const offsetsOf = (entries: readonly Arrivals[], seconds: number): number[][] | null => {
  if (entries.some(({ offsetMs }) => offsetMs === undefined)) return null;
  const first = entries.reduce((low, { second }) => Math.min(low, second), Number.POSITIVE_INFINITY);
  const offsets = Array.from({ length: seconds }, (): number[] => []);
  for (const { second, offsetMs } of entries) offsets[second - first]!.push(offsetMs!);
  return offsets.map((one) => one.sort((a, b) => a - b));
};

/**
 * Requests of each second of a trace, from the second of its first entry. Counts without times are one second each;
 * counts with times may leave out empty seconds; time stamps are one request each and need no order.
 *
 * @throws HeadroomError E_CONFIG with the line numbers of what can't be read
 * @example parseTimedTrace({ text: 'at\n0.2\n0.9\n2.5', file: 't.csv', column: 'at' }).perSecond // [2, 0, 1]
 */
export const parseTimedTrace = ({ text, file, column }: TraceSource): TimedTrace => {
  const { columns, rows, header } = traceColumns(csvRows(text, file), { file, column });
  const read = rows.map(entryReader(columns, header, file));
  refuse(
    read.filter((entry) => 'what' in entry),
    { fix: 'correct the lines, or choose another column with load.column', of: 'load.trace' },
  );
  const entries = read.filter((entry) => 'line' in entry);
  if (columns.count !== undefined)
    refuse(repeated(entries, file), { fix: 'keep one count for each second', of: 'load.trace' });
  const perSecond = onGrid(entries, file);
  return { perSecond, offsetsMs: columns.count === undefined ? offsetsOf(entries, perSecond.length) : null };
};
