import type { TraceNote } from '../../../runs/schema/load/trace-reading.ts';
import { refuse } from '../refuse.ts';
import { epochUnitOf, microsecondsOf, numberStampOf } from '../stamps/epoch.ts';
import { unitInName } from '../stamps/unit-in-name.ts';
import { namedDurationUs } from '../tables/named-duration.ts';
import type { CsvRow } from '../tables/rows.ts';
import { faultyCell, type LoggedDuration, nameOf, refuseTrace, type Table } from '../tables/table.ts';
import { secondUs } from './span.ts';

/** The unit of a duration: what its name says, else that of an end in the same kind of number. */
const durationUnitOf = (table: Table, duration: number, end: number): LoggedDuration['unit'] => {
  const named = unitInName(table.header[duration] ?? '');
  if (named !== undefined) return named;
  if (duration === table.logged?.index) return table.logged.unit;
  const first = numberStampOf(table.rows.at(0)?.cells[end] ?? '');
  if (first !== undefined) return epochUnitOf(first) ?? unitInName(table.header[end] ?? '') ?? 's';
  return refuseTrace(table, {
    what: `${nameOf(table, duration)} may be seconds or milliseconds`,
    fix: 'say it in the name of the column: duration_s or duration_ms',
  });
};

/** Arrivals are ends less durations. Microseconds, and the unit that was taken. */
export const startsOf = (
  table: Table,
  endsUs: Float64Array,
  { duration, end }: { readonly duration: number; readonly end: number },
): { readonly atUs: Float64Array; readonly note: TraceNote } => {
  const unit = durationUnitOf(table, duration, end);
  const tookUs = ({ cells }: CsvRow): number | undefined => {
    const cell = cells[duration] ?? '';
    if (unit === 'named') return namedDurationUs(cell);
    const stamp = numberStampOf(cell);
    return stamp === undefined ? undefined : microsecondsOf(stamp, unit);
  };
  refuse(
    table.rows
      .filter((row) => tookUs(row) === undefined)
      .map((row) => faultyCell(table, row, { index: duration, expected: 'a duration, 0 or more' })),
    { fix: 'correct the lines', of: 'trace' },
  );
  const atUs = Float64Array.from(endsUs);
  let i = 0;
  for (const row of table.rows) atUs[i++]! -= tookUs(row)!;
  return { atUs, note: { code: 'endLessDuration', unit } };
};

/** Arrivals counted by second, and where each lies inside it. */
type Counted = {
  readonly startUs: number;
  readonly perSecond: number[];
  /** Microseconds since `startUs`, ascending; null where every time is a whole second. */
  readonly offsetsUs: Float64Array | null;
};

/** @param atUs ascending */
export const countedBySecond = (atUs: Float64Array): Counted => {
  const startUs = Math.floor((atUs[0] ?? 0) / secondUs) * secondUs;
  const seconds = Math.floor(((atUs.at(-1) ?? 0) - startUs) / secondUs) + 1;
  const perSecond = new Array<number>(seconds).fill(0);
  for (const us of atUs) perSecond[Math.floor((us - startUs) / secondUs)]!++;
  const isWhole = atUs.every((us) => us % secondUs === 0);
  return { startUs, perSecond, offsetsUs: isWhole ? null : atUs.map((us) => us - startUs) };
};

/**
 * Where the requests of some seconds lie inside them, in ms: a list for each second from `fromSecond` to before `toSecond`.
 *
 * @param offsetsUs since second 0, ascending
 */
export const offsetsInside = (
  offsetsUs: Float64Array,
  { fromSecond, toSecond }: { readonly fromSecond: number; readonly toSecond: number },
): number[][] => {
  const inside = Array.from({ length: toSecond - fromSecond }, (): number[] => []);
  for (const us of offsetsUs) {
    const second = Math.floor(us / secondUs);
    inside[second - fromSecond]?.push((us - second * secondUs) / 1000);
  }
  return inside;
};

/** Times that are exact to a minute or a day: requests of each of them. Ascending pairs of time and count. */
export const countedByStep = (atUs: Float64Array, stepSeconds: number): number[] => {
  const startUs = atUs[0] ?? 0;
  const counts: number[] = [];
  for (const us of atUs) {
    const step = Math.round((us - startUs) / (stepSeconds * secondUs));
    while (counts.length <= step) counts.push(0);
    counts[step]!++;
  }
  return counts;
};
