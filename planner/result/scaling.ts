import type { ClusterLine, PodLine } from '../../runs/schema/cluster-series.ts';
import type { Scaling } from '../../runs/schema/result.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import { badSecondsOf, errorSecondsOf } from '../measure/errors.ts';
import { type Estimate, notEnoughData } from '../stats/interval.ts';
import { meanInterval } from '../stats/mean-interval.ts';

const confidence = 0.95;

/** The seconds at the end of a run that must be free of trouble before recovery is believed. */
const quietSecondsMin = 5;

/** The last state of every pod that was created and became ready while the load ran. */
export const startupsOf = (
  cluster: readonly ClusterLine[],
  startedAtMs: number,
  clockOffsetMs: number,
): PodLine[] => {
  const latest = new Map<string, PodLine>();
  for (const line of cluster) {
    if (line.kind === 'pod' && (line.readyAtMs !== null || !latest.has(line.name)))
      latest.set(line.name, line);
  }
  return [...latest.values()].filter(
    ({ createdAtMs, readyAtMs }) =>
      createdAtMs !== null && readyAtMs !== null && createdAtMs - clockOffsetMs >= startedAtMs - 1000,
  );
};

const secondsBetween = (fromMs: number | null, toMs: number | null): number | null =>
  fromMs === null || toMs === null ? null : (toMs - fromMs) / 1000;

const meanOrNull = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
};

/** The first second, from the spike on, in which a count is higher than a second before. */
const firstRise = (column: readonly (number | null)[], spikeStart: number): number | null => {
  const at = column.findIndex((now, second) => {
    const before = column[second - 1];
    return second >= spikeStart && now !== null && before !== null && before !== undefined && now > before;
  });
  return at === -1 ? null : at;
};

const peakOf = (column: readonly (number | null)[]): number | null =>
  column.reduce((peak, value) => (value === null ? peak : Math.max(peak ?? value, value)), null);

/** Second in which the spike starts; a load without one is looked at as a whole. */
const spikeStartOf = ({ phases }: Timeline): number =>
  Math.floor(phases.find(({ kind }) => kind === 'spike')?.startSeconds ?? 0);

/**
 * Seconds from the start of the spike until the error share stays under the limit. The grid is
 * one second, so the answer is good to one second either way.
 */
export const secondsToRecover = (timeline: Timeline, maxErrorShare: number): Estimate => {
  const start = spikeStartOf(timeline);
  const bad = badSecondsOf(errorSecondsOf(timeline), maxErrorShare).filter((second) => second >= start);
  const last = bad.at(-1);
  if (timeline.seconds <= start) return notEnoughData('secondsToSpike', start + 1, timeline.seconds);
  if (last === undefined) return { low: 0, mid: 0, high: 0, confidence };
  if (last > timeline.seconds - 1 - quietSecondsMin) {
    return notEnoughData('quietSecondsAtEnd', quietSecondsMin, timeline.seconds - 1 - last);
  }
  const seconds = last + 1 - start;
  return { low: Math.max(0, seconds - 1), mid: seconds, high: seconds + 1, confidence };
};

/** When the autoscaler decided, when replicas followed, and how long starting one took. */
export const scalingOf = (
  timeline: Timeline,
  cluster: readonly ClusterLine[],
  maxErrorShare: number,
): Scaling => {
  const startups = startupsOf(cluster, timeline.startedAtMs, timeline.clock?.offsetMs ?? 0);
  const lags = startups
    .map((pod) => secondsBetween(pod.createdAtMs, pod.readyAtMs))
    .filter((lag) => lag !== null);
  const { errors } = errorSecondsOf(timeline);
  const firstError = errors.findIndex((n) => n > 0);
  return {
    firstErrorSecond: firstError === -1 ? null : firstError,
    firstDecisionSecond: firstRise(timeline.cluster.desired, spikeStartOf(timeline)),
    firstNewReadySecond: firstRise(timeline.cluster.ready, spikeStartOf(timeline)),
    peakDesired: peakOf(timeline.cluster.desired),
    peakReady: peakOf(timeline.cluster.ready),
    secondsToRecover: secondsToRecover(timeline, maxErrorShare),
    startupLagSeconds: meanInterval(lags, confidence),
    startups: startups.length,
    lagPartsSeconds: {
      schedule: meanOrNull(startups.map((pod) => secondsBetween(pod.createdAtMs, pod.scheduledAtMs))),
      pull: meanOrNull(startups.map((pod) => secondsBetween(pod.scheduledAtMs, pod.startedAtMs))),
      init: meanOrNull(startups.map((pod) => secondsBetween(pod.startedAtMs, pod.readyAtMs))),
    },
  };
};
