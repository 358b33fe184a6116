import { medianOfValues } from '../../../planner/stats/simple.ts';
import type { Choice } from '../columns/choose-columns.ts';
import { timeMeaningOf } from '../columns/column-names.ts';
import { columnsOf } from '../columns/columns.ts';
import { readStamps } from '../stamps/read-stamps.ts';
import { nameOf, refuseTrace, type Table, type TraceOptions } from '../tables/table.ts';

/** Seconds of a row as Splunk writes them beside each: https://help.splunk.com/en/splunk-enterprise/search/spl-search-reference */
const spanName = '_span';

/** How long a row is, by a column that says it. */
type Window = { readonly name: string; readonly seconds: number };

/** What most rows say: the last one of an answer is often cut short. */
const usual = (seconds: readonly number[]): number => medianOfValues(seconds.filter((one) => one > 0));

const windowOf = (table: Table, { time, values }: Choice, options: TraceOptions): Window | undefined => {
  const span = table.header.indexOf(spanName);
  if (span >= 0) {
    const seconds = table.rows.map(({ cells }) => Number(cells[span]));
    return seconds.some((one) => one > 0) ? { name: spanName, seconds: usual(seconds) } : undefined;
  }
  if (time === null || timeMeaningOf(nameOf(table, time)) === 'end') return undefined;
  const end = columnsOf(table).find(
    ({ index, time: which, isTimeOnly, isNumeric }) =>
      which === 'end' && (isTimeOnly || isNumeric) && index !== time && !values.includes(index),
  );
  if (end === undefined) return undefined;
  const [starts, ends] = [time, end.index].map((index) => readStamps(table, index, options).atUs);
  const seconds = Array.from(ends!, (us, i) => (us - starts![i]!) / 1e6);
  return seconds.some((one) => one > 0) ? { name: end.name, seconds: usual(seconds) } : undefined;
};

/**
 * Rows that say themselves how long they are, by an end or a span, and are as far apart. Windows that overlap count a request
 * several times; of windows with time between them a part of the requests is in no row.
 *
 * @throws HeadroomError E_CONFIG for rows of another length than their distance
 */
export const refuseOtherWindows = (
  table: Table,
  { choice, stepSeconds }: { readonly choice: Choice; readonly stepSeconds: number },
  options: TraceOptions,
): void => {
  const window = windowOf(table, choice, options);
  if (window === undefined || window.seconds === stepSeconds) return;
  const { name, seconds } = window;
  const what = `each row counts ${seconds} s, by ${name}, and rows are ${stepSeconds} s apart`;
  if (seconds > stepSeconds)
    refuseTrace(table, {
      what: `${what}: these windows overlap, so a request is counted in several rows`,
      fix: 'query windows that follow each other: TIMESERIES without SLIDE BY, a span that is the distance of the rows',
    });
  refuseTrace(table, {
    what: `${what}: what came between is in no row, or rows without requests are left out`,
    fix: `load.step: ${seconds} if rows without requests are left out; else query windows that follow each other`,
  });
};
