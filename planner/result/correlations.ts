import type { Timeline } from '../../runs/schema/result/timeline.ts';
import type { Correlation } from '../../runs/schema/result.ts';
import { offeredLoadBySecond } from '../measure/offered-load.ts';
import { isTimedOut, isTurnedAway, type RunsOn } from '../platforms/outcomes.ts';
import { type GappySeries, lagOfStrongestCorrelation } from '../stats/cross-correlation.ts';
import { isNotEnoughData } from '../stats/interval.ts';

/** Longer lags than a start-up and a timeout say nothing about cause and effect. */
const maxLagSeconds = 60;

/** Share of each second's requests that ended in one outcome; null where none arrived. */
const shareOf = ({ load }: Timeline, outcome: string): GappySeries =>
  load.requests.map((arrivals, second) =>
    arrivals === 0 ? null : (load.outcomes[outcome]?.[second] ?? 0) / arrivals,
  );

/**
 * How closely the platform's rejections and timeouts follow utilization and offered load, at the lag where they do so
 * most. A picture of the run,
 * not a proof: cause and effect share the spike.
 */
export const correlationsOf = (timeline: Timeline, runsOn: RunsOn, serviceMs: number | null): Correlation[] =>
  Object.keys(timeline.load.outcomes)
    .filter((outcome) => isTurnedAway(runsOn, outcome) || isTimedOut(runsOn, outcome))
    .filter((outcome) => timeline.load.outcomes[outcome]?.some((n) => n > 0))
    .flatMap((outcome) => {
      const share = shareOf(timeline, outcome);
      const predictors = {
        utilization: timeline.cluster.utilization,
        offeredLoad: offeredLoadBySecond(timeline, serviceMs),
      } as const;
      return (['utilization', 'offeredLoad'] as const).map((against): Correlation => {
        const found = lagOfStrongestCorrelation(predictors[against], share, maxLagSeconds);
        return isNotEnoughData(found)
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
