import type { TraceNote } from '../../runs/schema/trace-reading.ts';
import { refuse } from './refuse.ts';
import { type EpochUnit, epochUnitOf, microsecondsOf, numberStampOf } from './stamps/epoch.ts';
import { unitInName } from './stamps/unit-in-name.ts';
import { faultyCell, nameOf, refuseTrace, type Table } from './table.ts';

const secondUs = 1e6;

/** The unit of a duration: what its name says, else that of an end in the same kind of number. */
const durationUnitOf = (table: Table, duration: number, end: number): EpochUnit => {
  const named = unitInName(table.header[duration] ?? '');
  if (named !== undefined) return named;
  const first = numberStampOf(table.rows[0]?.cells[end] ?? '');
  if (first !== undefined) return epochUnitOf(first) ?? unitInName(table.header[end] ?? '') ?? 's';
  return refuseTrace(table, {
    what: `${nameOf(table, duration)} may be seconds or milliseconds`,
    fix: 'say it in the name of the column: duration_s or duration_ms',
  });
};

/** Arrivals are ends less durations. Microseconds, and the unit that was taken. */
export const startsOf = (
  table: Table,
  endsUs: readonly number[],
  { duration, end }: { readonly duration: number; readonly end: number },
): { readonly atUs: readonly number[]; readonly note: TraceNote } => {
  const unit = durationUnitOf(table, duration, end);
  const stamps = table.rows.map(({ cells }) => numberStampOf(cells[duration] ?? ''));
  refuse(
    table.rows
      .filter((_, i) => stamps[i] === undefined)
      .map((row) => faultyCell(table, row, { index: duration, expected: 'a duration, 0 or more' })),
    { fix: 'correct the lines', of: 'trace' },
  );
  const atUs = endsUs.map((us, i) => us - microsecondsOf(stamps[i]!, unit));
  return { atUs, note: { code: 'endLessDuration', unit } };
};

/** Arrivals counted by second, and where each lies inside it. */
type Counted = {
  readonly startUs: number;
  readonly perSecond: number[];
  /** null where every time is a whole second. */
  readonly offsetsMs: number[][] | null;
};

/** @param atUs ascending */
export const countedBySecond = (atUs: readonly number[]): Counted => {
  const startUs = Math.floor((atUs[0] ?? 0) / secondUs) * secondUs;
  const seconds = Math.floor(((atUs.at(-1) ?? 0) - startUs) / secondUs) + 1;
  const perSecond = new Array<number>(seconds).fill(0);
  for (const us of atUs) perSecond[Math.floor((us - startUs) / secondUs)]!++;
  if (atUs.every((us) => us % secondUs === 0)) return { startUs, perSecond, offsetsMs: null };
  let from = 0;
  const offsetsMs = perSecond.map((count, second) => {
    const secondStartUs = startUs + second * secondUs;
    const offsets = atUs.slice(from, from + count).map((us) => (us - secondStartUs) / 1000);
    from += count;
    return offsets;
  });
  return { startUs, perSecond, offsetsMs };
};

/** Times that are exact to a minute or a day: requests of each of them. Ascending pairs of time and count. */
export const countedByStep = (atUs: readonly number[], stepSeconds: number): number[] => {
  const startUs = atUs[0] ?? 0;
  const counts: number[] = [];
  for (const us of atUs) {
    const step = Math.round((us - startUs) / (stepSeconds * secondUs));
    while (counts.length <= step) counts.push(0);
    counts[step]!++;
  }
  return counts;
};
