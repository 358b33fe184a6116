import type { TraceNote } from '../../../runs/schema/load/trace-reading.ts';
import type { Choice } from '../columns/choose-columns.ts';
import { countsBothEnds, partFiltersOf } from '../columns/query-parts.ts';
import type { Stamps } from '../stamps/read-stamps.ts';
import { nameOf, type Table } from '../tables/table.ts';
import { isNumber } from './in-time.ts';
import { secondUs } from './span.ts';

/** A note on rows that were not in order of time. */
export const orderNote = (atUs: Float64Array): TraceNote[] => {
  let [back, forth, late, farthestUs] = [0, 0, 0, 0];
  let newestUs = Number.NEGATIVE_INFINITY;
  for (const [i, us] of atUs.entries()) {
    if (i > 0 && us < atUs[i - 1]!) back++;
    if (i > 0 && us > atUs[i - 1]!) forth++;
    if (us < newestUs) late++;
    farthestUs = Math.max(farthestUs, newestUs - us);
    newestUs = Math.max(newestUs, us);
  }
  if (back === 0) return [];
  const newestFirst = forth === 0;
  const far = { rows: late, farthestSeconds: farthestUs / secondUs };
  return [{ code: 'sorted', newestFirst, ...(!newestFirst && far) }];
};

/** A note on columns that were added up. */
export const addedNote = (columns: readonly Float64Array[]): TraceNote[] => {
  const [first, ...others] = columns;
  if (others.length === 0) return [];
  const partly = first!.filter((value, i) =>
    others.some((column) => isNumber(column[i]!) !== isNumber(value)),
  ).length;
  return [{ code: 'added', what: 'columns', n: columns.length, ...(partly > 0 && { partly }) }];
};

/** Notes on what a query keeps of the requests, or counts twice. */
export const queryNotes = (names: readonly string[]): TraceNote[] => {
  const filters = partFiltersOf(names);
  return [
    ...(filters.length > 0 ? [{ code: 'filtered', filters } as const] : []),
    ...(names.some(countsBothEnds) ? [{ code: 'bothEnds' } as const] : []),
  ];
};

/** A note on times that name no zone. */
export const zoneNote = ({ lackZone }: Stamps): TraceNote[] =>
  lackZone === 'none' ? [] : [{ code: lackZone === 'all' ? 'noZone' : 'someNoZone' }];

/** A note on columns of numbers that were passed over. */
export const ignoredNote = (table: Table, { ignored }: Choice): TraceNote[] =>
  ignored.length === 0
    ? []
    : [{ code: 'columnsIgnored', names: ignored.map((index) => nameOf(table, index)) }];
