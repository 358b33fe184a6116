import type { TraceNote, TraceReading } from '../../../runs/schema/load/trace-reading.ts';
import type { Choice } from '../columns/choose-columns.ts';
import { readNumbers } from '../columns/numbers.ts';
import { countsBothEnds, partFiltersOf } from '../columns/query-parts.ts';
import { readStamps, type Stamps } from '../stamps/read-stamps.ts';
import type { CsvRow } from '../tables/rows.ts';
import { nameOf, refuseTrace, type Table, type TraceOptions } from '../tables/table.ts';
import { fillGaps } from './gaps.ts';
import { stepSecondsOf } from './grid.ts';
import { fromFirstNumber, type InTime, inOrder, isNumber, stepsOf } from './in-time.ts';
import { refuseOtherWindows } from './row-windows.ts';
import { refuseLongSpan, type Timed } from './span.ts';
import { areTotals, fallsIn, mayBeTotals } from './totals.ts';
import { decideUnit } from './values.ts';

const secondUs = 1e6;

/** So many rows tell a step: seconds with requests hardly all lie that many steps apart by chance. */
const tellingRows = 8;

type Steps = {
  readonly steps: Float64Array;
  readonly stepSeconds: number;
  readonly isCounted: boolean;
  readonly options: TraceOptions;
};

/**
 * Counts that are some seconds apart, with gaps: may be counts of seconds, without those that had no request.
 *
 * @throws HeadroomError E_CONFIG where few rows leave that open
 */
const secondsNote = (table: Table, { steps, stepSeconds, isCounted, options }: Steps): TraceNote[] => {
  const isGiven = options.step !== undefined || table.stepSeconds !== undefined;
  const hasGaps = steps.at(-1)! + 1 > steps.length;
  if (!isCounted || isGiven || !hasGaps || stepSeconds === 1 || stepSeconds >= 60) return [];
  if (steps.length < tellingRows) {
    refuseTrace(table, {
      what: `${steps.length} rows, ${stepSeconds} s apart and more: counts of ${stepSeconds} s, or of single seconds without those that had none?`,
      fix: `give the seconds of a row with load.step: ${stepSeconds} or 1`,
    });
  }
  return [{ code: 'stepAssumed', stepSeconds }];
};

type Counted = {
  readonly name: string;
  /** In order of time; NaN for an empty cell. */
  readonly values: Float64Array;
  readonly options: TraceOptions;
};

/**
 * Counts that never fall and grow like a sum: may be the totals of a counter since its start.
 *
 * @throws HeadroomError E_CONFIG where the user did not say that they are counts
 */
const totalsNote = (table: Table, { name, values, options }: Counted): TraceNote[] => {
  const numbers = Array.from(values.filter(isNumber));
  if (!areTotals(numbers))
    return options.unit === undefined && mayBeTotals(numbers)
      ? [{ code: 'mayBeTotals', rows: numbers.length }]
      : [];
  const resets = fallsIn(numbers);
  if (options.unit === undefined) {
    const falls =
      resets === 0 ? 'never falls' : `falls ${resets} ${resets === 1 ? 'time' : 'times'}, deeply,`;
    refuseTrace(table, {
      what: `${name} ${falls} in ${numbers.length} rows, and grows as a sum does: these look like totals since a start, not requests of each step`,
      fix: "export the difference from row to row (of a counter in Prometheus: increase(…[1m])), or say load.unit 'count' if each number is that of its step alone",
    });
  }
  return [{ code: 'neverFall', rows: numbers.length, ...(resets > 0 && { resets }) }];
};

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

/** The sums of several columns; NaN where all cells are empty. */
const summed = ([first, ...others]: readonly Float64Array[]): Float64Array => {
  const sums = Float64Array.from(first!);
  for (const column of others)
    for (const [i, value] of column.entries()) {
      if (isNumber(value)) sums[i] = (isNumber(sums[i]!) ? sums[i]! : 0) + value;
    }
  return sums;
};

/** A note on columns that were added up. */
const addedNote = (columns: readonly Float64Array[]): TraceNote[] => {
  const [first, ...others] = columns;
  if (others.length === 0) return [];
  const partly = first!.filter((value, i) =>
    others.some((column) => isNumber(column[i]!) !== isNumber(value)),
  ).length;
  return [{ code: 'added', what: 'columns', n: columns.length, ...(partly > 0 && { partly }) }];
};

/** Rows without a time column are one step after the other. */
const stampsOf = (table: Table, { time }: Choice, options: TraceOptions): Stamps =>
  time === null
    ? {
        atUs: Float64Array.from({ length: table.rows.length }, (_, i) => i * (options.step ?? 1) * secondUs),
        isSince1970: false,
        lackZone: 'none',
        resolutionSeconds: 1,
        unitAssumed: false,
      }
    : readStamps(table, time, options);

/** A number for each step of a grid; NaN where there is none. */
const onGrid = ({ steps, values }: Pick<InTime, 'steps' | 'values'>): Float64Array => {
  const numbers = new Float64Array(steps.at(-1)! + 1).fill(Number.NaN);
  for (const [i, step] of steps.entries()) numbers[step] = values[i]!;
  return numbers;
};

/**
 * A trace of one number for each step of time.
 *
 * @throws HeadroomError E_CONFIG for lines, steps, units and gaps that are not understood
 */
export const readSeries = (table: Table, choice: Choice, options: TraceOptions): TraceReading => {
  const { time, values: indexes } = choice;
  const columns = indexes.map((index) => readNumbers(table, index));
  const all = summed(columns);
  const stamps = stampsOf(table, choice, options);
  const { order: every, duplicates } = inOrder(table, stamps.atUs);
  const sortedUs = Float64Array.from(every, (i) => stamps.atUs[i]!);
  const timed = (i: number): Timed => ({ row: table.rows.at(every[i]!)!, us: sortedUs[i]! });
  const timeName = time === null ? 'second' : nameOf(table, time);
  const stepSeconds = stepSecondsOf(table, sortedUs, { given: options.step, timeName });
  refuseLongSpan(table, timed(0), timed(every.length - 1));
  const allSteps = stepsOf(table, { order: every, sortedUs, stepSeconds });
  const unit = decideUnit(table, { indexes, values: all, stepSeconds, options });
  if (unit.unit === 'count' && options.unit === undefined)
    refuseOtherWindows(table, { choice, stepSeconds }, options);
  const inTime = { order: every, steps: allSteps, values: Float64Array.from(every, (i) => all[i]!) };
  const { order, steps, values } = fromFirstNumber(table, inTime, options);
  const counted = { name: nameOf(table, indexes[0]!), values, options };
  const isCounted = unit.kind === 'counts';
  const totals = isCounted ? totalsNote(table, counted) : [];
  const assumed = secondsNote(table, { steps, stepSeconds, isCounted, options });
  const numbers = onGrid({ steps, values });
  const rowOf = (step: number): CsvRow => table.rows.at(order[steps.indexOf(step)]!)!;
  const requestsOfOne = unit.perSecond * stepSeconds;
  const gaps = fillGaps(table, { numbers, stepSeconds, isCounted, requestsOfOne, rowOf, time }, options);
  const rates = numbers.map((number) => number * unit.perSecond);
  const perSecond = new Array<number>(numbers.length * stepSeconds).fill(0);
  for (const [step, rate] of rates.entries())
    perSecond.fill(rate, step * stepSeconds, (step + 1) * stepSeconds);
  const empties = inTime.values.length - inTime.values.filter(isNumber).length;
  return {
    format: table.format,
    kind: unit.kind,
    unit: unit.unit,
    stepSeconds,
    columns: { time: time === null ? null : timeName, values: indexes.map((index) => nameOf(table, index)) },
    startAtMs: stamps.isSince1970 ? stamps.atUs[order[0]!]! / 1000 : null,
    perSecond,
    offsetsUs: null,
    firstRows: Array.from(values.subarray(0, 3), (value, i) => ({
      atSecond: steps[i]! * stepSeconds,
      time: time === null ? '' : (table.rows.at(order[i]!)!.cells[time] ?? ''),
      value: isNumber(value) ? String(value) : '',
    })),
    totalRequests: rates.reduce((sum, rate) => sum + rate * stepSeconds, 0),
    peakRatePerSecond: rates.reduce((most, rate) => Math.max(most, rate), 0),
    notes: [
      ...table.notes,
      ...orderNote(stamps.atUs),
      ...gaps,
      ...assumed,
      ...totals,
      ...(duplicates > 0 ? [{ code: 'duplicates', rows: duplicates } as const] : []),
      ...(empties > 0 ? [{ code: 'emptyValues', rows: empties } as const] : []),
      ...addedNote(columns),
      ...ignoredNote(table, choice),
      ...queryNotes(indexes.map((index) => nameOf(table, index))),
      ...zoneNote(stamps),
      ...(stamps.unitAssumed ? [{ code: 'secondsAssumed' } as const] : []),
    ],
  };
};

/** Notes on what a query keeps of the requests, or counts twice. */
const queryNotes = (names: readonly string[]): TraceNote[] => {
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
