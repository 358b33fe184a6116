import type { TraceReading } from '../../../runs/schema/load/trace-reading.ts';
import type { TraceUnit } from '../../../runs/schema/load/trace-units.ts';
import { meaningOfColumn, type NameMeaning } from '../columns/column-names.ts';
import { refuse } from '../refuse.ts';
import { faultyCell, nameOf, refuseTrace, type Table, type TraceOptions } from '../tables/table.ts';

/** What the numbers of a column are, decided. */
export type Decided = {
  readonly unit: TraceUnit;
  readonly kind: Exclude<TraceReading['kind'], 'times'>;
  /** Requests per second of a value of 1. */
  readonly perSecond: number;
};

/** What a rate in so many seconds is called. One of another window, as 5 minutes, is read as a rate per second. */
const rateUnitOf = (seconds: number): TraceUnit =>
  seconds === 60 ? 'perMinute' : seconds === 3600 ? 'perHour' : 'perSecond';

const secondsOf = { perSecond: 1, perMinute: 60, perHour: 3600 } as const;

/** All that bears on the unit of a column. */
type UnitQuestion = {
  readonly indexes: readonly number[];
  /** In the order of the rows; NaN for an empty cell. */
  readonly values: Float64Array;
  readonly stepSeconds: number;
  readonly options: TraceOptions;
};

const isWhole = (value: number): boolean => Number.isNaN(value) || Number.isInteger(value);

const countOf = ({ values, stepSeconds }: UnitQuestion): Decided => ({
  unit: 'count',
  kind: values.every(isWhole) ? 'counts' : 'rates',
  perSecond: 1 / stepSeconds,
});

const rateOf = (seconds: number): Decided => ({
  unit: rateUnitOf(seconds),
  kind: 'rates',
  perSecond: 1 / seconds,
});

const refuseFractions = (table: Table, { indexes, values }: UnitQuestion): void => {
  const index = indexes[0]!;
  const faulty = table.rows.filter((_, i) => !isWhole(values[i]!));
  refuse(
    faulty.map((row) => faultyCell(table, row, { index, expected: 'a whole number of requests' })),
    {
      fix: "correct the lines, or say what the numbers are: load.unit 'perSecond', 'perMinute', 'count'",
      of: 'trace',
    },
  );
};

/** @throws HeadroomError E_CONFIG where the name tells of another time than that of a row: hourly requests, a minute apart */
const refuseOtherRows = (
  table: Table,
  { indexes, stepSeconds }: UnitQuestion,
  rowSeconds: number | undefined,
): void => {
  if (rowSeconds === undefined || rowSeconds === stepSeconds) return;
  const name = nameOf(table, indexes[0]!);
  refuseTrace(table, {
    what: `${name} is of ${rowSeconds} s by its name, and rows are ${stepSeconds} s apart: it does not say what a number is`,
    fix: "say it with load.unit: 'count' (requests of the step), 'perSecond', 'perMinute' or 'perHour'; else export one number for each step",
  });
};

const refuseCounter = (table: Table, index: number): never =>
  refuseTrace(table, {
    what: `${nameOf(table, index)} is a counter that grows: its value is not a number of requests`,
    fix: "export rate(…[1m]) of it; or load.unit 'count' if each number is that of its step alone",
  });

const refuseOpenRate = (table: Table, index: number): never =>
  refuseTrace(table, {
    what: `${nameOf(table, index)} is a rate whose unit is in the query, and not in its answer`,
    fix: "say it with load.unit: 'perMinute' of rate(count(*), 1 minute), else 'perSecond' or 'perHour'",
  });

/** @throws HeadroomError E_CONFIG for the sum of a rate over a step of another length: RequestsPerMinute total each 5 minutes */
const refuseSummedRate = (table: Table, { indexes, stepSeconds }: UnitQuestion, perSeconds: number): void => {
  const name = nameOf(table, indexes[0]!);
  const isSum = table.format === 'azureMonitor' ? / total\b/ : /\(Sum\)/;
  if (perSeconds === stepSeconds || !isSum.test(name)) return;
  refuseTrace(table, {
    what: `${name} is the sum of a rate over ${stepSeconds} s: the rate of each ${perSeconds} s, added up`,
    fix: `export it at an interval of ${perSeconds} s; load.unit 'count' if each number is the requests of its step`,
  });
};

/** A name that does not tell: a step of one second makes counts and rates the same. */
const unitless = (table: Table, question: UnitQuestion): Decided => {
  const { indexes, values, stepSeconds, options } = question;
  const whole = values.every(isWhole);
  if (stepSeconds === 1 && whole) return countOf(question);
  if (stepSeconds === 1 && options.column !== undefined) return rateOf(1);
  const name = nameOf(table, indexes[0]!);
  return refuseTrace(table, {
    what: `${name} has a value each ${stepSeconds} s: requests of the step, or a rate?`,
    fix: "say it with load.unit: 'count' (requests of the step), 'perSecond', 'perMinute' or 'perHour'",
  });
};

const decided = (table: Table, question: UnitQuestion, meaning: NameMeaning): Decided => {
  switch (meaning.kind) {
    case 'count':
      refuseOtherRows(table, question, meaning.rowSeconds);
      refuseFractions(table, question);
      return countOf(question);
    case 'rate':
      refuseSummedRate(table, question, meaning.perSeconds);
      return rateOf(meaning.perSeconds);
    case 'window':
      return meaning.seconds === question.stepSeconds ? countOf(question) : rateOf(meaning.seconds);
    case 'openRate':
      return refuseOpenRate(table, question.indexes[0]!);
    case 'counter':
      return refuseCounter(table, question.indexes[0]!);
    case 'other':
    case 'unknown':
      return unitless(table, question);
  }
};

/**
 * What the numbers are: what the user says, else what the names say.
 *
 * @throws HeadroomError E_CONFIG where neither tells
 */
export const decideUnit = (table: Table, question: UnitQuestion): Decided => {
  const { indexes, options } = question;
  const { unit } = options;
  if (unit === 'count') return countOf(question);
  if (unit !== undefined && unit !== 'eachRow') return rateOf(secondsOf[unit]);
  const meanings = indexes.map((index) => meaningOfColumn(table, index));
  const all = new Set(meanings.map((meaning) => JSON.stringify(meaning)));
  if (all.size > 1) {
    return refuseTrace(table, {
      what: 'the columns to add up are of different kinds by their names',
      fix: "say what they are with load.unit: 'count', 'perSecond', 'perMinute' or 'perHour'",
    });
  }
  return decided(table, question, meanings[0]!);
};
