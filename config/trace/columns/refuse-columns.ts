import { medianOfValues } from '../../../planner/stats/simple.ts';
import { listed, nameOf, refuseTrace, type Table } from '../tables/table.ts';
import type { Column } from './columns.ts';
import { isEmptyValue } from './numbers.ts';
import { failedFiltersIn } from './query-parts.ts';
import { refuseUnits } from './units-in-cells.ts';

/** Times that miss a part, and what to write instead. */
const partTimes: readonly (readonly [RegExp, string, string])[] = [
  [
    /^\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?$/,
    'times of day without a date',
    'write the date before each: 2024-05-01 10:00:00',
  ],
  [
    /\d:\d\d(?:[.,]\d+)? ?(?:[A-Z]{3,4}T|CET)$/,
    'times with a zone by its letters',
    'write the zone as +02:00, or leave it out and say load.timeZone',
  ],
];

/** @throws HeadroomError E_CONFIG for a column of times whose form is known and not read */
export const refusePartTimes = (table: Table, columns: readonly Column[]): void => {
  for (const { index } of columns) {
    const cells = table.rows.slice(0, 3).map(({ cells: row }) => row[index] ?? '');
    const found = partTimes.find(([form]) => cells.every((cell) => form.test(cell)));
    if (found !== undefined)
      refuseTrace(table, {
        what: `${nameOf(table, index)} has ${found[1]}, like ${cells[0]}`,
        fix: found[2],
      });
  }
};

/** Answers of numbers at given times: their rows are no requests, whatever is measured. */
const ofNumbers: readonly string[] = [
  'prometheus',
  'cloudWatch',
  'azureMonitor',
  'datadog',
  'grafana',
  'victoriaMetrics',
];

/** Numbers at distinct times that describe a request or measure something: nobody knows which. @throws HeadroomError E_CONFIG */
export const refuseMeasured = (table: Table, time: Column, others: readonly Column[]): void => {
  const cells = new Set(table.rows.map(({ cells: row }) => row[time.index]));
  const words = others.map(({ index }) => nameOf(table, index));
  const mayDescribe = others.some(({ name }) => /token|status|code|byte|size|length|\bid\b/i.test(name));
  if (!ofNumbers.includes(table.format) && (cells.size < table.rows.length || mayDescribe)) return;
  refuseUnits(
    table,
    others.map(({ index }) => index),
  );
  refuseTrace(table, {
    what: `${listed(words)} at given times: is each row a request, or a measurement?`,
    fix: "load.unit 'eachRow' if each row is one request; else export the number of requests",
  });
};

/** @throws HeadroomError E_CONFIG for the column of a query that keeps requests that failed, which nobody asked for by its name */
export const refuseFailed = (table: Table, index: number): void => {
  const filters = failedFiltersIn(nameOf(table, index));
  if (filters.length === 0) return;
  refuseTrace(table, {
    what: `${nameOf(table, index)} counts requests that failed, not all: it keeps ${listed(filters)}`,
    fix: 'query it without that; or name the column with load.column, and load.unit, if these are all that is meant',
  });
};

/** What names say of columns of requests. */
export const requestMeanings: readonly string[] = ['count', 'rate', 'openRate', 'window', 'counter'];

/** Digits of any script, or a number with a sign or words beside it: +5, ~1275, 1.27 K reqpm. Not the line of a request. */
const isOddNumber = (cell: string): boolean =>
  /^0x[\da-f]+$/i.test(cell) ||
  (/\p{Nd}/u.test(cell) && !/\p{L}/u.test(cell)) ||
  /^[^\p{L}\p{Nd}]{0,2}\d[\d.,]*\s?(?:[\p{L}µ%/]+(?:\s[\p{L}µ%/]+){0,3})?$/u.test(cell);

/** Names that are those of a request in words, too: empty cells under them say nothing. */
const wordedNames = /\b(?:request|query|call|event|transaction|invocation)$/i;

/**
 * A column that counts requests by its name, or is called value, whose numbers can't be read, or the only one beside the times
 * that has no number: to take each row for one request instead would be another load.
 *
 * @param columns without that of the times
 * @throws HeadroomError E_CONFIG with the first such cell
 */
export const refuseUnreadCounts = (table: Table, columns: readonly Column[]): void => {
  for (const { index, name, meaning, isNumeric, isTimeOnly } of columns) {
    const isMeant = requestMeanings.includes(meaning.kind) || /^_?value$/i.test(name) || columns.length === 1;
    if (isNumeric || isTimeOnly || !isMeant) continue;
    const filled = table.rows.map(({ cells }) => cells[index] ?? '').filter((cell) => !isEmptyValue(cell));
    if (filled.length === 0 && (columns.length === 1 || !wordedNames.test(name)))
      refuseTrace(table, {
        what: `no row has a number in ${nameOf(table, index)}`,
        fix: "export a time in which there were requests; load.unit 'eachRow' if each row is one request",
      });
    const odd = filled.filter(isOddNumber);
    if (odd.length === 0 || odd.length * 2 < filled.length) continue;
    refuseUnits(table, [index]);
    refuseTrace(table, {
      what: `${nameOf(table, index)} has numbers like ${JSON.stringify(odd[0])}, which are not read`,
      fix: "write them with the digits 0 to 9, without a sign; load.unit 'eachRow' if each row is one request",
    });
  }
};

/** So many rows at even distances of so many seconds are no single requests. */
const evenRows = 10;
const evenSecondsLeast = 5;
const evenShare = 0.9;

/**
 * Requests don't come at even distances: such rows are samples of something that was not understood.
 *
 * @param atUs ascending
 * @throws HeadroomError E_CONFIG where the user did not say that each row is one request
 */
export const refuseEvenTimes = (table: Table, atUs: Float64Array, ignored: readonly number[]): void => {
  if (atUs.length < evenRows) return;
  const distances = atUs.subarray(1).map((us, i) => us - atUs[i]!);
  const median = medianOfValues(Array.from(distances));
  if (median < evenSecondsLeast * 1e6) return;
  if (distances.filter((distance) => distance === median).length < evenShare * distances.length) return;
  const names = ignored.map((index) => nameOf(table, index));
  refuseTrace(table, {
    what: `rows are ${median / 1e6} s apart, as samples are and requests are not; ${names.length === 0 ? 'no column of numbers is beside the times' : `${listed(names)} is no number of all requests by its name`}`,
    fix: "export the number of requests for each step; load.unit 'eachRow' if each row is one request",
  });
};
