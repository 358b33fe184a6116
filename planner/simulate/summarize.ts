import type { Model } from '../../runs/schema/model/model.ts';
import type { Simulation } from '../../runs/schema/simulation.ts';
import { steepestRise } from '../measure/steepest-rise.ts';
import { type Interval, isInterval } from '../stats/interval.ts';
import { meanInterval } from '../stats/mean-interval.ts';
import type { Counts } from './fold-requests.ts';
import { createHistogram, type Histogram, mergeIntoHistogram, quantileSeconds } from './histogram.ts';
import { addSeries, createSeriesSum, meanSeries, type SeriesSum } from './series.ts';
import { shareInterval } from './share-interval.ts';
import type { Replication, Tally } from './tally.ts';

const confidence = 0.95;

/** What is known after some replications of a model. Add them in order: the same order gives the same bytes. */
export type Summary = {
  readonly model: Model;
  readonly tallies: Tally[];
  readonly waits: Histogram;
  readonly latencies: Histogram;
  readonly series: SeriesSum;
};

/** A summary of no replication yet. */
export const createSummary = (model: Model): Summary => ({
  model,
  tallies: [],
  waits: createHistogram(),
  latencies: createHistogram(),
  series: createSeriesSum(),
});

/**
 * Adds one replication, in the order of their numbers, so that sums are the same on any number of threads.
 */
export const addReplication = (summary: Summary, { tally, waits, latencies }: Replication): void => {
  if (tally.series !== null) addSeries(summary.series, tally.series);
  summary.tallies.push({ ...tally, series: null });
  mergeIntoHistogram(summary.waits, waits);
  mergeIntoHistogram(summary.latencies, latencies);
};

type NumberField = { [Key in keyof Tally]: Tally[Key] extends number ? Key : never }[keyof Tally];

const sumOf = (tallies: readonly Tally[], field: NumberField): number =>
  tallies.reduce((sum, tally) => sum + tally[field], 0);

const meanOf = (tallies: readonly Tally[], field: NumberField): number =>
  sumOf(tallies, field) / tallies.length;

/** null instead of NaN where there is nothing to divide by. */
const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

const milliseconds = (seconds: number | null): number | null => (seconds === null ? null : seconds * 1000);

const shareOf = (tallies: readonly Tally[], outcome: Exclude<keyof Counts, 'requests'>): Interval | null => {
  const stretches: readonly Counts[] =
    tallies.length > 1 ? tallies : tallies.flatMap(({ batches }) => batches);
  return shareInterval(
    stretches.map((counts) => ({ requests: counts.requests, hits: counts[outcome] })),
    sumOf(tallies, 'measuredSeconds'),
    confidence,
  );
};

const waitsOf = ({ tallies, waits }: Summary): Simulation['waitMs'] => ({
  meanAll: milliseconds(ratio(waits.sumSeconds, waits.count)),
  meanOfServed: milliseconds(ratio(sumOf(tallies, 'okWaitSeconds'), sumOf(tallies, 'ok'))),
  waitedShare: ratio(waits.count - waits.zeroCount, waits.count),
  p50: milliseconds(quantileSeconds(waits, 0.5)),
  p95: milliseconds(quantileSeconds(waits, 0.95)),
  p99: milliseconds(quantileSeconds(waits, 0.99)),
});

const latenciesOf = ({ latencies }: Summary): Simulation['latencyMs'] => ({
  mean: milliseconds(ratio(latencies.sumSeconds, latencies.count)),
  p50: milliseconds(quantileSeconds(latencies, 0.5)),
  p95: milliseconds(quantileSeconds(latencies, 0.95)),
  p99: milliseconds(quantileSeconds(latencies, 0.99)),
});

/** Mean of times that can't be below 0 or above `most`: of a single one nothing more is known than that. */
const meanTime = (seconds: readonly number[], most: number): Interval | null => {
  const [first] = seconds;
  if (first === undefined) return null;
  const mean = meanInterval(seconds, confidence);
  if (!isInterval(mean)) return { low: 0, mid: first, high: most, confidence };
  return { ...mean, low: Math.max(0, mean.low) };
};

const recoveryOf = ({ model, tallies }: Summary): Simulation['recovery'] => {
  const fromSecond = steepestRise(model.arrivals);
  if (fromSecond === null) return null;
  const recovered = tallies.map((tally) => tally.secondsToRecover).filter((seconds) => seconds !== null);
  return {
    fromSecond,
    recoveredShare: recovered.length / tallies.length,
    seconds: meanTime(recovered, model.durationSeconds - fromSecond),
  };
};

/**
 * The answer to a model, from the replications added so far.
 *
 * @param elapsedMs what it took, if a clock was there to tell
 */
export const answerOf = (summary: Summary, elapsedMs: number | null): Simulation => {
  const { model, tallies, series } = summary;
  const simulatedRequests = sumOf(tallies, 'simulatedRequests');
  const slotSeconds = model.replica.slots * sumOf(tallies, 'readySeconds');
  return {
    ...(model.name === undefined ? {} : { name: model.name }),
    requests: meanOf(tallies, 'requests'),
    replications: tallies.length,
    simulatedRequests,
    outcomes: {
      ok: shareOf(tallies, 'ok'),
      '503': shareOf(tallies, 'rejected'),
      '504': shareOf(tallies, 'timedOut'),
    },
    waitMs: waitsOf(summary),
    latencyMs: latenciesOf(summary),
    replicas: {
      mean: sumOf(tallies, 'readySeconds') / sumOf(tallies, 'measuredSeconds'),
      max: tallies.reduce((most, { readyMax }) => Math.max(most, readyMax), 0),
      readySeconds: meanOf(tallies, 'readySeconds'),
      occupiedSeconds: meanOf(tallies, 'occupiedSeconds'),
    },
    utilization: { mean: ratio(sumOf(tallies, 'busySlotSeconds'), slotSeconds) },
    scaling: {
      ups: meanOf(tallies, 'scaleUps'),
      downs: meanOf(tallies, 'scaleDowns'),
      unscheduledStarts: meanOf(tallies, 'unscheduledStarts'),
    },
    recovery: recoveryOf(summary),
    ...(model.retries && { retriesPerRequest: sumOf(tallies, 'retries') / Math.max(1, simulatedRequests) }),
    simulatedRequestsPerSecond: elapsedMs === null ? null : ratio(simulatedRequests * 1000, elapsedMs),
    elapsedMs,
    ...(series.replications > 0 ? { series: meanSeries(series) } : {}),
  };
};
