import type { TraceNote, TraceReading } from '../../runs/schema/trace-reading.ts';
import type { Choice } from './choose-columns.ts';
import { stepSecondsOf } from './grid.ts';
import { readNumbers } from './numbers.ts';
import type { CsvRow } from './rows.ts';
import { refuseLongSpan, type Timed } from './span.ts';
import { readStamps, type Stamps } from './stamps/read-stamps.ts';
import { nameOf, refuseTrace, type Table, type TraceOptions } from './table.ts';
import { areTotals } from './totals.ts';
import { decideUnit } from './values.ts';

const secondUs = 1e6;

/** An empty cell is NaN. */
const isNumber = (value: number): boolean => !Number.isNaN(value);

/** Rows in order of time, each time once. */
type InOrder = {
  /** The number of each row in the table. */
  readonly order: Uint32Array;
  readonly duplicates: number;
};

const isSameRow = (a: CsvRow, b: CsvRow): boolean => a.cells.join('\0') === b.cells.join('\0');

/**
 * Of rows that are alike in every cell one is kept; two numbers for one time are refused. Numbers of rows, as a month has
 * millions of seconds: an object for each would take many times the memory.
 */
const inOrder = (table: Table, atUs: Float64Array): InOrder => {
  const all = Uint32Array.from(atUs, (_, i) => i).sort((a, b) => atUs[a]! - atUs[b]! || a - b);
  let [kept, conflict, earlier] = [0, Number.POSITIVE_INFINITY, -1];
  for (const i of all) {
    const first = all[kept - 1];
    if (first === undefined || atUs[first] !== atUs[i]) all[kept++] = i;
    else if (i < conflict && !isSameRow(table.rows.at(first)!, table.rows.at(i)!))
      [conflict, earlier] = [i, first];
  }
  if (earlier >= 0)
    refuseTrace(table, {
      what: `a second number for the time of line ${table.rows.at(earlier)!.line}`,
      line: table.rows.at(conflict)!.line,
      fix: 'keep one number for each time: add up several series, or choose one, before the export',
    });
  return { order: all.subarray(0, kept), duplicates: all.length - kept };
};

/** Which step each row is. */
const stepsOf = (
  table: Table,
  { order, sortedUs, stepSeconds }: Pick<InOrder, 'order'> & { sortedUs: Float64Array; stepSeconds: number },
): Float64Array => {
  const steps = sortedUs.map((us) => Math.round((us - sortedUs[0]!) / (stepSeconds * secondUs)));
  const twice = steps.findIndex((step, i) => i > 0 && step === steps[i - 1]);
  if (twice > 0) {
    refuseTrace(table, {
      what: `two rows in one step of ${stepSeconds} s`,
      line: table.rows.at(order[twice]!)!.line,
      fix: 'give the seconds of a row with load.step',
    });
  }
  return steps;
};

const gapNote = (steps: Float64Array, stepSeconds: number): TraceNote[] => {
  const gaps = steps.map((step, i) => (i === 0 ? 0 : step - steps[i - 1]! - 1));
  const missing = gaps.reduce((sum, gap) => sum + gap, 0);
  const longest = gaps.reduce((most, gap) => Math.max(most, gap), 0);
  if (missing === 0) return [];
  const longestFromSecond = (steps[gaps.indexOf(longest) - 1]! + 1) * stepSeconds;
  return [{ code: 'gaps', steps: missing, longestSeconds: longest * stepSeconds, longestFromSecond }];
};

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
  if (!areTotals(numbers)) return [];
  if (options.unit === undefined) {
    refuseTrace(table, {
      what: `${name} never falls in ${numbers.length} rows, and grows as a sum does: these look like totals since a start, not requests of each step`,
      fix: "export the difference from row to row (of a counter in Prometheus: increase(…[1m])), or say load.unit 'count' if each number is that of its step alone",
    });
  }
  return [{ code: 'neverFall', rows: numbers.length }];
};

/** A note on rows that were not in order of time. */
export const orderNote = (atUs: Float64Array): TraceNote[] => {
  let [back, forth] = [0, 0];
  for (let i = 1; i < atUs.length; i++) {
    if (atUs[i]! < atUs[i - 1]!) back++;
    if (atUs[i]! > atUs[i - 1]!) forth++;
  }
  return back === 0 ? [] : [{ code: 'sorted', newestFirst: forth === 0 }];
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

/**
 * A trace of one number for each step of time.
 *
 * @throws HeadroomError E_CONFIG for lines, steps and units that are not understood
 */
export const readSeries = (table: Table, choice: Choice, options: TraceOptions): TraceReading => {
  const { time, values: indexes } = choice;
  const numbers = summed(indexes.map((index) => readNumbers(table, index)));
  const stamps = stampsOf(table, choice, options);
  const { order, duplicates } = inOrder(table, stamps.atUs);
  const sortedUs = Float64Array.from(order, (i) => stamps.atUs[i]!);
  const timed = (i: number): Timed => ({ row: table.rows.at(order[i]!)!, us: sortedUs[i]! });
  const timeName = time === null ? 'second' : nameOf(table, time);
  const stepSeconds = stepSecondsOf(table, sortedUs, { given: options.step, timeName });
  refuseLongSpan(table, timed(0), timed(order.length - 1));
  const steps = stepsOf(table, { order, sortedUs, stepSeconds });
  const unit = decideUnit(table, { indexes, values: numbers, stepSeconds, options });
  const values = Float64Array.from(order, (i) => numbers[i]!);
  const counted = { name: nameOf(table, indexes[0]!), values, options };
  const totals = unit.kind === 'counts' ? totalsNote(table, counted) : [];
  const rates = values.map((value) => (isNumber(value) ? value * unit.perSecond : 0));
  const perSecond = new Array<number>((steps.at(-1)! + 1) * stepSeconds).fill(0);
  for (const [i, rate] of rates.entries())
    perSecond.fill(rate, steps[i]! * stepSeconds, (steps[i]! + 1) * stepSeconds);
  const empties = values.length - values.filter(isNumber).length;
  return {
    format: table.format,
    kind: unit.kind,
    unit: unit.unit,
    stepSeconds,
    columns: { time: time === null ? null : timeName, values: indexes.map((index) => nameOf(table, index)) },
    startAtMs: stamps.isSince1970 ? sortedUs[0]! / 1000 : null,
    perSecond,
    offsetsUs: null,
    firstRows: Array.from(values.subarray(0, 3), (value, i) => ({
      atSecond: steps[i]! * stepSeconds,
      time: time === null ? '' : (timed(i).row.cells[time] ?? ''),
      value: isNumber(value) ? String(value) : '',
    })),
    totalRequests: rates.reduce((sum, rate) => sum + rate * stepSeconds, 0),
    peakRatePerSecond: rates.reduce((most, rate) => Math.max(most, rate), 0),
    notes: [
      ...table.notes,
      ...orderNote(stamps.atUs),
      ...gapNote(steps, stepSeconds),
      ...secondsNote(table, { steps, stepSeconds, isCounted: unit.kind === 'counts', options }),
      ...totals,
      ...(duplicates > 0 ? [{ code: 'duplicates', rows: duplicates } as const] : []),
      ...(empties > 0 ? [{ code: 'emptyValues', rows: empties } as const] : []),
      ...(indexes.length > 1 ? [{ code: 'added', what: 'columns', n: indexes.length } as const] : []),
      ...ignoredNote(table, choice),
      ...zoneNote(stamps),
      ...(stamps.unitAssumed ? [{ code: 'secondsAssumed' } as const] : []),
    ],
  };
};

/** A note on times that name no zone. */
export const zoneNote = ({ lackZone }: Stamps): TraceNote[] =>
  lackZone === 'none' ? [] : [{ code: lackZone === 'all' ? 'noZone' : 'someNoZone' }];

/** A note on columns of numbers that were passed over. */
export const ignoredNote = (table: Table, { ignored }: Choice): TraceNote[] =>
  ignored.length === 0
    ? []
    : [{ code: 'columnsIgnored', names: ignored.map((index) => nameOf(table, index)) }];
