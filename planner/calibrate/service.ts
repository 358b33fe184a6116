import type { Calibration } from '../../runs/schema/calibration.ts';
import { isOk } from '../../runs/schema/load-series.ts';
import { scvOfDistribution } from '../stats/distributions.ts';
import { emptySketch, mergeSketches, type Sketch } from '../stats/sketch.ts';
import { type LoadCell, latencyOf } from '../timeline/fold-load.ts';
import { empiricalOf } from './empirical.ts';
import { ratioMean } from './ratio-mean.ts';
import { confidence, evidenceOf, inWords, type Recorded, sumOf } from './recorded.ts';
import { isUnqueued } from './unqueued.ts';

export type CalibratedService = { readonly service: Calibration['service']; readonly warnings: string[] };

/** Above this share of requests cut by the timeout, the service times that were seen are the short ones. */
const cutShareMax = 0.005;

/** Nothing is known but that scoring takes between hundredths of a second and seconds. */
const assumedService: CalibratedService = {
  service: {
    from: 'assumed',
    provenance: 'assumed',
    note: 'no successful answer without a queue was recorded; any mean from 20 ms to 2 s is possible',
    evidence: [],
    distribution: { kind: 'exponential', meanMs: 200 },
    meanMs: { low: 20, mid: 200, high: 2000, confidence },
    samples: 0,
  },
  warnings: ['the service time is assumed: record a run whose baseline is answered without a queue'],
};

/** Ended by the router's or the client's timeout, perhaps while being served. */
const isCut = (outcome: string): boolean => outcome === '504' || outcome === 'timeout';

/** Times by second of every run, from one sketch of each second that counts. */
const timesOf = (
  runs: readonly Recorded[],
  sketchOfSecond: (cell: LoadCell, second: number, recorded: Recorded) => Sketch,
) => {
  const perRun = runs.map((recorded) =>
    recorded.cells.map((cell, second) => (cell ? sketchOfSecond(cell, second, recorded) : emptySketch)),
  );
  const all = perRun.flat().reduce(mergeSketches, emptySketch);
  return { perRun, all };
};

const meanIntervalOf = ({ perRun, all }: ReturnType<typeof timesOf>): Calibration['service']['meanMs'] => {
  const spread = Math.sqrt(scvOfDistribution(empiricalOf(all))) * (all.sum / all.count);
  const mean = ratioMean(
    perRun.map((seconds) => ({
      sums: seconds.map(({ sum }) => sum),
      counts: seconds.map(({ count }) => count),
    })),
    { confidence, independentError: spread / Math.sqrt(all.count) },
  );
  return { ...mean, low: Math.max(mean.low, mean.mid / 10) };
};

type Found = {
  readonly service: Calibration['service'];
  readonly warnings: readonly string[];
  readonly all: Sketch;
};

const fromHeader = (runs: readonly Recorded[]): Found | undefined => {
  const times = timesOf(runs, ({ serviceMs }) => serviceMs);
  if (times.all.count === 0) return undefined;
  return {
    service: {
      from: 'header',
      provenance: 'measured',
      note: `x-ms-run-fn-exec-ms of ${times.all.count} answers`,
      evidence: evidenceOf(runs, 'load.ndjson', ({ load }) => load.total.serviceMs.count),
      distribution: empiricalOf(times.all),
      meanMs: meanIntervalOf(times),
      samples: times.all.count,
    },
    warnings: [],
    all: times.all,
  };
};

const fromLatency = (runs: readonly Recorded[]): Found | undefined => {
  const times = timesOf(runs, (cell, second, recorded) =>
    isUnqueued(cell, second, recorded) ? latencyOf(cell, isOk) : emptySketch,
  );
  if (times.all.count === 0) return undefined;
  return {
    service: {
      from: 'unqueuedLatency',
      provenance: 'measured',
      note: `latency of ${times.all.count} successful requests in seconds without a queue, as the server sends no x-ms-run-fn-exec-ms header: network and router are in it`,
      evidence: evidenceOf(runs, 'load.ndjson', (_, run) =>
        sumOf(times.perRun[run]!.map(({ count }) => count)),
      ),
      distribution: empiricalOf(times.all),
      meanMs: meanIntervalOf(times),
      samples: times.all.count,
    },
    warnings: [
      'service times come from latencies: they include the network and perhaps some waiting, so the advice errs towards more replicas',
    ],
    all: times.all,
  };
};

/**
 * Takes account of requests that the timeout cut, whose service times are censored: the interval of the mean is opened
 * up to all time that was spent / all requests that were finished, the maximum-likelihood mean of an exponential
 * distribution under censoring. The distribution itself keeps to what was seen.
 */
const withCut = ({ service, warnings, all }: Found, runs: readonly Recorded[]): CalibratedService => {
  const cut = runs.map(({ load }) => latencyOf(load.total, isCut)).reduce(mergeSketches, emptySketch);
  const cutShare = cut.count / (cut.count + all.count);
  if (cutShare <= cutShareMax) return { service, warnings: [...warnings] };
  const high = Math.max(service.meanMs.high, (all.sum + cut.sum) / all.count);
  const percent = inWords(100 * cutShare);
  return {
    service: { ...service, meanMs: { ...service.meanMs, high } },
    warnings: [
      ...warnings,
      `a timeout cut ${percent} % of the requests that may have been served: the longest service times are missing`,
    ],
  };
};

/** Time in a slot, from the best source that the recordings have. */
export const calibrateService = (runs: readonly Recorded[]): CalibratedService => {
  const found = fromHeader(runs) ?? fromLatency(runs);
  return found === undefined ? assumedService : withCut(found, runs);
};
