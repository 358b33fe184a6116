import type { Calibration } from '../../../runs/schema/calibration.ts';
import type { Slo } from '../../../runs/schema/run.ts';
import type { ModelParameters } from '../../calibrate/draws.ts';
import { withMean } from '../../measure/empirical.ts';
import { filledBuckets, type Histogram } from '../../simulate/histogram.ts';
import { meanOfDistribution } from '../../stats/distributions.ts';
import { quantilesOfMeasured, shareAtMost } from '../../stats/mixture.ts';

/** One of several endpoints in one world: its objectives, and quantiles of what its requests take in a slot. */
export type WorldEndpoint = { readonly slo: Slo; readonly quantilesMs: readonly number[] };

/**
 * The endpoints of a calibration in a world that was drawn from it: as much slower or faster as the mixture is there.
 * None where there is but one.
 */
export const endpointsIn = ({ service }: Calibration, parameters: ModelParameters): WorldEndpoint[] => {
  const factor = meanOfDistribution(parameters.service) / service.meanMs.mid;
  return (service.endpoints ?? []).map(({ slo, distribution, meanMs }) => ({
    slo,
    quantilesMs: quantilesOfMeasured(withMean(distribution, meanMs.mid * factor)),
  }));
};

/** Bisections of the range: to a ten-thousandth of it. */
const bisections = 14;

/**
 * Quantile of the latency of one endpoint, in ms: of the sum of a wait and a service time that do not depend on each
 * other. The wait is that of all requests, as they stand in one line; those that are turned away at last are among
 * them, so it errs towards longer ones. null where nothing was simulated.
 */
export const endpointLatencyMs = (
  waits: Histogram,
  { quantilesMs }: WorldEndpoint,
  share: number,
): number | null => {
  if (waits.count === 0) return null;
  const buckets = filledBuckets(waits);
  const slowerThan = (ms: number): number => {
    const within = buckets.reduce(
      (sum, { seconds, count }) => sum + count * shareAtMost(quantilesMs, ms - seconds * 1000),
      0,
    );
    return 1 - within / waits.count;
  };
  let [low, high] = [0, waits.maxSeconds * 1000 + quantilesMs.at(-1)!];
  for (let n = 0; n < bisections; n++) {
    const middle = (low + high) / 2;
    if (slowerThan(middle) > 1 - share) low = middle;
    else high = middle;
  }
  return high;
};
