import type { SimulationSeries } from '../../runs/schema/simulation.ts';
import type { Run, ScaleEvent } from './engine.ts';
import { type Outcomes, outcomeCodes } from './router.ts';
import { firstAfter, type Workload } from './workload.ts';

/** The requests of a replication, and how they ended. */
export type Requests = { readonly workload: Workload; readonly outcomes: Outcomes };

/** Requests by second of arrival: all, and those that failed. */
type RequestSeconds = {
  readonly offered: Uint32Array;
  readonly rejected: Uint32Array;
  readonly timedOut: Uint32Array;
};

/** Requests that arrive within one second: all, those with 503, those with 504. */
type SecondCounts = { readonly [Column in keyof RequestSeconds]: number };

/** Counts the requests of one second, from 0. */
export const countSecond = ({ workload, outcomes }: Requests, second: number): SecondCounts => {
  const { codes } = outcomes;
  const [from, to] = [firstAfter(workload, second), firstAfter(workload, second + 1)];
  let [rejected, timedOut] = [0, 0];
  for (let i = from; i < to; i++) {
    const code = codes[i]!;
    if (code === outcomeCodes.rejected) rejected++;
    else if (code === outcomeCodes.timedOut) timedOut++;
  }
  return { offered: to - from, rejected, timedOut };
};

/** Counts the requests of so many seconds. */
export const countSeconds = (requests: Requests, seconds: number): RequestSeconds => {
  const counts = Array.from({ length: seconds }, (_, second) => countSecond(requests, second));
  return {
    offered: Uint32Array.from(counts, ({ offered }) => offered),
    rejected: Uint32Array.from(counts, ({ rejected }) => rejected),
    timedOut: Uint32Array.from(counts, ({ timedOut }) => timedOut),
  };
};

const columns = [
  'offered',
  'ok',
  '503',
  '504',
  'desired',
  'ready',
  'pending',
  'busySlots',
  'queued',
] as const;

/** One replication, second by second, in the columns of the answer. */
export type SeriesTally = Readonly<Record<(typeof columns)[number], readonly number[]>> & {
  readonly scaleEvents: readonly ScaleEvent[];
};

/** The columns of one replication, second by second. */
export const seriesOf = ({ samples, scaleEvents }: Run, seconds: RequestSeconds): SeriesTally => {
  const offered = [...seconds.offered];
  const rejected = [...seconds.rejected];
  const timedOut = [...seconds.timedOut];
  /** Mean over each second, from an integral. */
  const meansOf = (integral: 'busySlotSeconds' | 'queuedSeconds'): number[] =>
    samples.map(({ reading }, i) => {
      const before = samples[i - 1]?.reading ?? { atSeconds: 0, busySlotSeconds: 0, queuedSeconds: 0 };
      const mean = (reading[integral] - before[integral]) / (reading.atSeconds - before.atSeconds);
      // Rounding in the difference of two large sums must not show as less than nothing.
      return Math.max(0, mean);
    });
  return {
    offered,
    ok: offered.map((n, second) => n - rejected[second]! - timedOut[second]!),
    '503': rejected,
    '504': timedOut,
    desired: samples.map(({ desired }) => desired),
    ready: samples.map(({ ready }) => ready),
    pending: samples.map(({ pending }) => pending),
    busySlots: meansOf('busySlotSeconds'),
    queued: meansOf('queuedSeconds'),
    scaleEvents,
  };
};

/** Sum over replications, column by column. */
export type SeriesSum = {
  replications: number;
  readonly sums: Record<(typeof columns)[number], number[]>;
  scaleEvents: readonly ScaleEvent[];
};

const perColumn = <Value>(entryOf: (column: (typeof columns)[number]) => Value) =>
  Object.fromEntries(columns.map((column) => [column, entryOf(column)])) as Record<
    (typeof columns)[number],
    Value
  >;

/** A sum over no replication. */
export const createSeriesSum = (): SeriesSum => ({
  replications: 0,
  sums: perColumn(() => []),
  scaleEvents: [],
});

/** Adds one replication's columns to the sum. */
export const addSeries = (sum: SeriesSum, series: SeriesTally): void => {
  if (sum.replications === 0) sum.scaleEvents = series.scaleEvents;
  sum.replications++;
  for (const column of columns) {
    series[column].forEach((value, second) => {
      sum.sums[column][second] = (sum.sums[column][second] ?? 0) + value;
    });
  }
};

/** Mean over the replications that were added, second by second. */
export const meanSeries = ({ replications, sums, scaleEvents }: SeriesSum): SimulationSeries => ({
  ...perColumn((column) => sums[column].map((value) => value / replications)),
  scaleEvents: [...scaleEvents],
});
