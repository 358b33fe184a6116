import type { TraceNote, TraceReading } from '../../../runs/schema/load/trace-reading.ts';
import type { Choice } from '../columns/choose-columns.ts';
import { readNumbers } from '../columns/numbers.ts';
import { refuseRunningTimes } from '../columns/refuse-unclear.ts';
import { readStamps, type Stamps } from '../stamps/read-stamps.ts';
import type { CsvRow } from '../tables/rows.ts';
import { nameOf, refuseTrace, type Table, type TraceOptions } from '../tables/table.ts';
import { fillGaps } from './gaps.ts';
import { stepSecondsOf } from './grid.ts';
import { fromFirstNumber, type InTime, inOrder, isNumber, stepsOf } from './in-time.ts';
import { addedNote, ignoredNote, orderNote, queryNotes, zoneNote } from './reading-notes.ts';
import { refuseOtherWindows } from './row-windows.ts';
import { refuseLongSpan, secondUs, type Timed } from './span.ts';
import { areTotals, fallsIn, mayBeTotals } from './totals.ts';
import { type Decided, decideUnit } from './values.ts';

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

/** The sums of several columns; NaN where all cells are empty. */
const summed = ([first, ...others]: readonly Float64Array[]): Float64Array => {
  const sums = Float64Array.from(first!);
  for (const column of others)
    for (const [i, value] of column.entries()) {
      if (isNumber(value)) sums[i] = (isNumber(sums[i]!) ? sums[i]! : 0) + value;
    }
  return sums;
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

/** The rows in order of time, each time once, and the step of the trace that each of them is in. */
type OrderedRows = Omit<InTime, 'values'> & { readonly stepSeconds: number; readonly duplicates: number };

const orderRows = (
  table: Table,
  { atUs, timeName }: { readonly atUs: Float64Array; readonly timeName: string },
  options: TraceOptions,
): OrderedRows => {
  const { order, duplicates } = inOrder(table, atUs);
  const sortedUs = Float64Array.from(order, (i) => atUs[i]!);
  const timed = (i: number): Timed => ({ row: table.rows.at(order[i]!)!, us: sortedUs[i]! });
  const stepSeconds = stepSecondsOf(table, sortedUs, { given: options.step, timeName });
  refuseLongSpan(table, timed(0), timed(order.length - 1));
  return { order, duplicates, stepSeconds, steps: stepsOf(table, { order, sortedUs, stepSeconds }) };
};

/** What the numbers count, and the rows that have them. */
type DecidedNumbers = {
  readonly unit: Decided;
  /** From the first row with a number to the last. */
  readonly rowsWithNumbers: InTime;
  /** One for each step, gaps filled. */
  readonly numbers: Float64Array;
  readonly notes: readonly TraceNote[];
};

const decideNumbers = (
  table: Table,
  { choice, rows, sums }: { choice: Choice; rows: OrderedRows; sums: Float64Array },
  options: TraceOptions,
): DecidedNumbers => {
  const { time, values: indexes } = choice;
  const { stepSeconds } = rows;
  const unit = decideUnit(table, { indexes, values: sums, stepSeconds, options });
  if (unit.unit === 'count' && options.unit === undefined)
    refuseOtherWindows(table, { choice, stepSeconds }, options);
  const allRows = { ...rows, values: Float64Array.from(rows.order, (i) => sums[i]!) };
  const rowsWithNumbers = fromFirstNumber(table, allRows, options);
  const { order, steps, values } = rowsWithNumbers;
  const isCounted = unit.kind === 'counts';
  const totals = isCounted ? totalsNote(table, { name: nameOf(table, indexes[0]!), values, options }) : [];
  const assumed = secondsNote(table, { steps, stepSeconds, isCounted, options });
  const numbers = onGrid({ steps, values });
  const rowOf = (step: number): CsvRow => table.rows.at(order[steps.indexOf(step)]!)!;
  const requestsOfOne = unit.perSecond * stepSeconds;
  const gaps = fillGaps(table, { numbers, stepSeconds, isCounted, requestsOfOne, rowOf, time }, options);
  const empties = allRows.values.length - allRows.values.filter(isNumber).length;
  const notes: TraceNote[] = [
    ...gaps,
    ...assumed,
    ...totals,
    ...(rows.duplicates > 0 ? [{ code: 'duplicates', rows: rows.duplicates } as const] : []),
    ...(empties > 0 ? [{ code: 'emptyValues', rows: empties } as const] : []),
  ];
  return { unit, rowsWithNumbers, numbers, notes };
};

/** The rate of each step, in each of its seconds. */
const eachSecond = (rates: Float64Array, stepSeconds: number): number[] => {
  const perSecond = new Array<number>(rates.length * stepSeconds).fill(0);
  for (const [step, rate] of rates.entries())
    perSecond.fill(rate, step * stepSeconds, (step + 1) * stepSeconds);
  return perSecond;
};

/**
 * A trace of one number for each step of time.
 *
 * @throws HeadroomError E_CONFIG for lines, steps, units and gaps that are not understood
 */
export const readSeries = (table: Table, choice: Choice, options: TraceOptions): TraceReading => {
  const { time, values: indexes } = choice;
  const columns = indexes.map((index) => readNumbers(table, index));
  const sums = summed(columns);
  const stamps = stampsOf(table, choice, options);
  const timeName = time === null ? 'second' : nameOf(table, time);
  const rows = orderRows(table, { atUs: stamps.atUs, timeName }, options);
  const { stepSeconds } = rows;
  if (!stamps.isSince1970) refuseRunningTimes(table, { name: timeName, stepSeconds }, options);
  const { unit, rowsWithNumbers, numbers, notes } = decideNumbers(table, { choice, rows, sums }, options);
  const { order, steps, values } = rowsWithNumbers;
  const rates = numbers.map((number) => number * unit.perSecond);
  const valueNames = indexes.map((index) => nameOf(table, index));
  return {
    format: table.format,
    kind: unit.kind,
    unit: unit.unit,
    stepSeconds,
    columns: { time: time === null ? null : timeName, values: valueNames },
    startAtMs: stamps.isSince1970 ? stamps.atUs[order[0]!]! / 1000 : null,
    perSecond: eachSecond(rates, stepSeconds),
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
      ...notes,
      ...addedNote(columns),
      ...ignoredNote(table, choice),
      ...queryNotes(valueNames),
      ...zoneNote(stamps),
      ...(stamps.unitAssumed ? [{ code: 'secondsAssumed' } as const] : []),
    ],
  };
};
