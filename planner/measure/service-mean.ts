import { scvOfDistribution } from '../stats/distributions.ts';
import type { Interval } from '../stats/interval.ts';
import { ratioMean } from '../stats/ratio-mean.ts';
import { empiricalOf } from './empirical.ts';
import { confidence } from './evidence.ts';
import type { Times } from './service-seconds.ts';

/** Mean time in a slot, in ms: never known better than if all requests were independent. */
export const meanServiceMs = ({ perRun, all }: Times): Interval => {
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
