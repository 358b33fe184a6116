import type { Correlation } from '../../runs/schema/result.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import { type GappySeries, lagOfStrongestCorrelation } from '../stats/cross-correlation.ts';

const outcomes = ['503', '504'] as const;

/** Longer lags than a start-up and a timeout say nothing about cause and effect. */
const maxLagSeconds = 60;

/** Share of each second's requests that ended in one outcome; null where none arrived. */
const shareOf = ({ load }: Timeline, outcome: string): GappySeries =>
  load.arrivals.map((arrivals, second) =>
    arrivals === 0 ? null : (load.outcomes[outcome]?.[second] ?? 0) / arrivals,
  );

const meanKnown = (values: GappySeries): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
};

/**
 * Offered load of each second: arrivals x mean service time / (ready replicas x slots). Unlike utilization it does
 * not stop at 1, which is why errors are best read against it. Seconds in which nothing was served use the run's mean.
 */
export const offeredLoadOf = ({ load, cluster, slotsPerReplica }: Timeline): GappySeries => {
  const usualMs = meanKnown(load.serviceMeanMs) ?? meanKnown(load.okLatencyP50Ms);
  return load.arrivals.map((arrivals, second) => {
    const ready = cluster.ready[second];
    if (usualMs === null || !ready) return null;
    return (arrivals * usualMs) / 1000 / (ready * slotsPerReplica);
  });
};

/**
 * How closely errors follow utilization and offered load, at the lag where they do so most. A picture of the run,
 * not a proof: cause and effect share the spike.
 */
export const correlationsOf = (timeline: Timeline): Correlation[] =>
  outcomes
    .filter((outcome) => timeline.load.outcomes[outcome]?.some((n) => n > 0))
    .flatMap((outcome) => {
      const share = shareOf(timeline, outcome);
      const predictors = {
        utilization: timeline.cluster.utilization,
        offeredLoad: offeredLoadOf(timeline),
      } as const;
      return (['utilization', 'offeredLoad'] as const).map((against): Correlation => {
        const found = lagOfStrongestCorrelation(predictors[against], share, maxLagSeconds);
        return 'kind' in found
          ? { outcome, against, lagSeconds: 0, coefficient: found, seconds: 0 }
          : {
              outcome,
              against,
              lagSeconds: found.lagSeconds,
              coefficient: found.coefficient,
              seconds: found.pairs,
            };
      });
    });
