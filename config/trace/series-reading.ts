import type { TraceNote, TraceReading } from '../../runs/schema/trace-reading.ts';
import type { Choice } from './choose-columns.ts';
import { stepSecondsOf } from './grid.ts';
import { readNumbers } from './numbers.ts';
import type { CsvRow } from './rows.ts';
import { refuseLongSpan } from './span.ts';
import { readStamps, type Stamps } from './stamps/read-stamps.ts';
import { nameOf, refuseTrace, type Table, type TraceOptions } from './table.ts';
import { areTotals } from './totals.ts';
import { decideUnit } from './values.ts';

const secondUs = 1e6;

/** A row with its time and number. */
type Entry = { readonly row: CsvRow; readonly us: number; readonly value: number | null };

/** Of rows that are alike in every cell one is kept; two numbers for one time are refused. */
const withoutDuplicates = (
  table: Table,
  entries: readonly Entry[],
): { readonly kept: Entry[]; readonly duplicates: number } => {
  const seen = new Map<number, Entry>();
  for (const entry of entries) {
    const earlier = seen.get(entry.us);
    if (earlier === undefined) {
      seen.set(entry.us, entry);
      continue;
    }
    if (earlier.row.cells.join('\0') === entry.row.cells.join('\0')) continue;
    refuseTrace(table, {
      what: `a second number for the time of line ${earlier.row.line}`,
      line: entry.row.line,
      fix: 'keep one number for each time: add up several series, or choose one, before the export',
    });
  }
  return { kept: [...seen.values()].sort((a, b) => a.us - b.us), duplicates: entries.length - seen.size };
};

/** Which step each row is. */
const stepsOf = (table: Table, entries: readonly Entry[], stepSeconds: number): number[] => {
  const first = entries[0]!.us;
  const steps = entries.map(({ us }) => Math.round((us - first) / (stepSeconds * secondUs)));
  const twice = steps.findIndex((step, i) => i > 0 && step === steps[i - 1]);
  if (twice > 0) {
    refuseTrace(table, {
      what: `two rows in one step of ${stepSeconds} s`,
      line: entries[twice]!.row.line,
      fix: 'give the seconds of a row with load.step',
    });
  }
  return steps;
};

const gapNote = (steps: readonly number[], stepSeconds: number): TraceNote[] => {
  const gaps = steps.map((step, i) => (i === 0 ? 0 : step - steps[i - 1]! - 1));
  const missing = gaps.reduce((sum, gap) => sum + gap, 0);
  const longest = gaps.reduce((most, gap) => Math.max(most, gap), 0);
  return missing === 0 ? [] : [{ code: 'gaps', steps: missing, longestSeconds: longest * stepSeconds }];
};

/** So many rows tell a step: seconds with requests hardly all lie that many steps apart by chance. */
const tellingRows = 8;

type Steps = {
  readonly steps: readonly number[];
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
  /** In order of time. */
  readonly values: readonly (number | null)[];
  readonly options: TraceOptions;
};

/**
 * Counts that never fall and grow like a sum: may be the totals of a counter since its start.
 *
 * @throws HeadroomError E_CONFIG where the user did not say that they are counts
 */
const totalsNote = (table: Table, { name, values, options }: Counted): TraceNote[] => {
  const numbers = values.filter((value) => value !== null);
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

const summed = (columns: readonly (readonly (number | null)[])[], row: number): number | null => {
  const numbers = columns.map((column) => column[row]!).filter((value) => value !== null);
  return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0);
};

/** Rows without a time column are one step after the other. */
const stampsOf = (table: Table, { time }: Choice, options: TraceOptions): Stamps =>
  time === null
    ? {
        atUs: Float64Array.from({ length: table.rows.length }, (_, i) => i * (options.step ?? 1) * secondUs),
        isSince1970: false,
        lacksZone: false,
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
  const numbers = indexes.map((index) => readNumbers(table, index));
  const stamps = stampsOf(table, choice, options);
  const all = table.rows.map((row, i) => ({ row, us: stamps.atUs[i]!, value: summed(numbers, i) }));
  const { kept, duplicates } = withoutDuplicates(table, all);
  const timeName = time === null ? 'second' : nameOf(table, time);
  const sortedUs = kept.map(({ us }) => us);
  const stepSeconds = stepSecondsOf(table, sortedUs, { given: options.step, timeName });
  refuseLongSpan(table, kept[0]!, kept.at(-1)!);
  const steps = stepsOf(table, kept, stepSeconds);
  const values = all.map(({ value }) => value);
  const unit = decideUnit(table, { indexes, values, stepSeconds, options });
  const counted = { name: nameOf(table, indexes[0]!), values: kept.map(({ value }) => value), options };
  const totals = unit.kind === 'counts' ? totalsNote(table, counted) : [];
  const perSecond = new Array<number>((steps.at(-1)! + 1) * stepSeconds).fill(0);
  kept.forEach(({ value }, i) => {
    perSecond.fill((value ?? 0) * unit.perSecond, steps[i]! * stepSeconds, (steps[i]! + 1) * stepSeconds);
  });
  const empties = kept.filter(({ value }) => value === null).length;
  return {
    format: table.format,
    kind: unit.kind,
    unit: unit.unit,
    stepSeconds,
    columns: { time: time === null ? null : timeName, values: indexes.map((index) => nameOf(table, index)) },
    startAtMs: stamps.isSince1970 ? kept[0]!.us / 1000 : null,
    perSecond,
    offsetsUs: null,
    firstRows: kept.slice(0, 3).map(({ row, value }, i) => ({
      atSecond: steps[i]! * stepSeconds,
      time: time === null ? '' : (row.cells[time] ?? ''),
      value: value === null ? '' : String(value),
    })),
    totalRequests: kept.reduce((sum, { value }) => sum + (value ?? 0) * unit.perSecond * stepSeconds, 0),
    peakRatePerSecond: kept.reduce((most, { value }) => Math.max(most, (value ?? 0) * unit.perSecond), 0),
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
      ...(stamps.lacksZone ? [{ code: 'noZone' } as const] : []),
      ...(stamps.unitAssumed ? [{ code: 'secondsAssumed' } as const] : []),
    ],
  };
};

/** A note on columns of numbers that were passed over. */
export const ignoredNote = (table: Table, { ignored }: Choice): TraceNote[] =>
  ignored.length === 0
    ? []
    : [{ code: 'columnsIgnored', names: ignored.map((index) => nameOf(table, index)) }];
