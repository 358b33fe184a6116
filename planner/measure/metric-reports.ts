import type { AutoscalerLine } from '../../runs/schema/cluster-series.ts';
import { type HpaMetric, metricTypeOf } from '../../runs/schema/hpa-metric.ts';
import type { Recorded } from '../timeline/recording.ts';
import { watchedIn } from './watched.ts';

/** The controller cuts a use to whole percents: what it saw was half of one more on average. */
export const cutShare = 0.01;

/** One look of an autoscaler's controller, as its status tells: the use that it saw, and the second at which it told. */
type Report = { readonly utilization: number; readonly atSecond: number };

type BusyColumn = readonly (number | null)[];

/** Use as a share of the request, and how busy the pods were in the window of the sample that shows it. */
export type UsagePair = { readonly busy: number; readonly utilization: number };

const reportsIn = ({ cluster, timeline }: Recorded, metric: HpaMetric): Report[] =>
  cluster
    .filter((line): line is AutoscalerLine => line.kind === 'autoscaler' && !line.deleted)
    .flatMap(({ atMs, currentMetrics }) => {
      const seen = currentMetrics.find(
        ({ type, name, container }) =>
          type === metricTypeOf(metric) && name === metric.name && container === (metric.container ?? null),
      );
      const percent = seen?.averageUtilization ?? null;
      if (percent === null) return [];
      return [{ utilization: percent / 100 + cutShare / 2, atSecond: (atMs - timeline.startedAtMs) / 1000 }];
    });

/** Busy share of the ready slots in each second; null where it is unknown. */
const busyShares = (recorded: Recorded): BusyColumn =>
  watchedIn(recorded).map((second) => {
    if (second === null || second.ready === 0) return null;
    return Math.min(1, second.meanBusySlots / (second.ready * recorded.timeline.slotsPerReplica));
  });

/** Mean of a column between two moments, seconds at its ends in part; undefined if any of it is unknown. */
const meanBetween = (column: BusyColumn, fromSecond: number, toSecond: number): number | undefined => {
  if (fromSecond < 0 || toSecond > column.length) return undefined;
  let total = 0;
  for (let second = Math.floor(fromSecond); second < toSecond; second++) {
    const value = column[second];
    if (value == null) return undefined;
    total += value * (Math.min(second + 1, toSecond) - Math.max(second, fromSecond));
  }
  return total / (toSecond - fromSecond);
};

/**
 * What the status of an HPA said of a metric, paired with how busy the pods were in the window of the sample. There is one
 * list for each age that the sample may have. All lists have the same reports: those whose busy share is known at every age.
 *
 * @returns by age, in the order of `agesSeconds`
 */
export const usagePairs = (
  runs: readonly Recorded[],
  metric: HpaMetric,
  { agesSeconds, windowSeconds }: { readonly agesSeconds: readonly number[]; readonly windowSeconds: number },
): readonly (readonly UsagePair[])[] => {
  const rows = runs.flatMap((recorded) => {
    const busy = busyShares(recorded);
    return reportsIn(recorded, metric).map(({ utilization, atSecond }) =>
      agesSeconds.map((ageSeconds): UsagePair | undefined => {
        const toSecond = atSecond - ageSeconds;
        const mean = meanBetween(busy, toSecond - windowSeconds, toSecond);
        return mean === undefined ? undefined : { busy: mean, utilization };
      }),
    );
  });
  const whole = rows.filter((row): row is UsagePair[] => row.every((pair) => pair !== undefined));
  return agesSeconds.map((_, age) => whole.map((row) => row[age]!));
};
