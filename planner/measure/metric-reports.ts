import type { AutoscalerLine } from '../../runs/schema/cluster-series.ts';
import type { HpaMetric } from '../../runs/schema/rules/hpa-metric.ts';
import { metricTypeOf } from '../../runs/schema/rules/hpa-metric-types.ts';
import { unseenIn } from '../timeline/gaps.ts';
import type { Recorded } from '../timeline/recording.ts';
import { watchedIn } from './watched.ts';

/** The controller cuts a use to whole percents: what it saw was half of one more on average. */
export const cutShare = 0.01;

/** The resource whose gaps are those of the status. */
const autoscalers = 'horizontalpodautoscalers';

/** One look of an autoscaler's controller, as its status tells: the use that it saw, and the second at which it told. */
type Report = { readonly utilization: number; readonly atSecond: number };

type BusyColumn = readonly (number | null)[];

/** Use as a share of the request, and how busy the pods were in the window of the sample that shows it. */
export type UsagePair = { readonly busy: number; readonly utilization: number };

/** What the status said of a metric from one moment to another. */
type Said = { readonly percent: number | null; readonly fromMs: number; readonly toMs: number };

const percentIn = ({ currentMetrics }: AutoscalerLine, metric: HpaMetric): number | null =>
  currentMetrics.find(
    ({ type, name, container }) =>
      type === metricTypeOf(metric) && name === metric.name && container === (metric.container ?? null),
  )?.averageUtilization ?? null;

/** From each change of the value to the next; lines that change something else lie within. */
const saidIn = ({ cluster, timeline }: Recorded, metric: HpaMetric): Said[] => {
  const changes = cluster
    .filter((line): line is AutoscalerLine => line.kind === 'autoscaler')
    .map((line) => ({ percent: line.deleted ? null : percentIn(line, metric), fromMs: line.atMs }))
    .filter(({ percent }, i, all) => percent !== all[i - 1]?.percent);
  const endMs = timeline.startedAtMs + timeline.seconds * 1000;
  return changes.map((change, i) => ({ ...change, toMs: changes[i + 1]?.fromMs ?? endMs }));
};

/**
 * The controller writes its status when it changes. One that stays says the same of each sample that came meanwhile: a report
 * for each, as far as the watch was there.
 */
const reportsIn = (recorded: Recorded, metric: HpaMetric, windowSeconds: number): Report[] => {
  const unseen = unseenIn(recorded.cluster, [autoscalers]);
  return saidIn(recorded, metric).flatMap(({ percent, fromMs, toMs }) => {
    if (percent === null) return [];
    const samples = Math.max(1, Math.round((toMs - fromMs) / 1000 / windowSeconds));
    return Array.from({ length: samples }, (_, n) => fromMs + n * windowSeconds * 1000)
      .filter((atMs, n) => n === 0 || !unseen.some((one) => atMs >= one.fromMs && atMs <= one.toMs))
      .map((atMs) => ({
        utilization: percent / 100 + cutShare / 2,
        atSecond: (atMs - recorded.timeline.startedAtMs) / 1000,
      }));
  });
};

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
    return reportsIn(recorded, metric, windowSeconds).map(({ utilization, atSecond }) =>
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
