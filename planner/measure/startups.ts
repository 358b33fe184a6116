import type { ClusterLine, PodLine } from '../../runs/schema/cluster-series.ts';
import { startupsOf } from '../result/scaling.ts';
import type { Recorded } from '../timeline/recording.ts';

/** One replica's way from the decision that asked for it to ready. */
export type Startup = {
  readonly lagMs: number;
  /** The lag comes from times in whole seconds, as the API tells them, not from the watch. */
  readonly isWhole: boolean;
  /** Replicas of the same decision share a number, unique over all runs. */
  readonly decision: string;
  readonly scheduleMs: number | null;
  readonly pullMs: number | null;
  readonly initMs: number | null;
};

export type Startups = {
  readonly startups: readonly Startup[];
  /** How long replicas had been starting that were never seen ready. */
  readonly unfinishedMs: readonly number[];
};

/** A pod that appears longer after the last decision replaces one that was lost, and nobody decided that. */
const creationDelayMsMax = 10_000;

/** A pod that the watch saw ready so much later than the API tells: what it saw was not the step itself. */
const missedMs = 2000;

/** Deployment and pods are watched apart: a pod may be seen this much before the decision that made it. */
const watchSkewMs = 250;

const differenceMs = (fromMs: number | null, toMs: number | null): number | null =>
  fromMs === null || toMs === null ? null : toMs - fromMs;

/** Moments, on the tool's clock, at which the wanted number of replicas was seen to rise. */
const raisesIn = (cluster: readonly ClusterLine[]): number[] => {
  const desired = new Map<string, number>();
  const raises: number[] = [];
  for (const line of cluster) {
    if (line.kind !== 'deployment') continue;
    const before = desired.get(line.name);
    if (before !== undefined && line.desired > before) raises.push(line.atMs);
    desired.set(line.name, line.desired);
  }
  return raises;
};

/** When the watch first saw each pod, and when it first saw it ready; a pod that was ready at first sight has no start. */
const sightingsOf = (cluster: readonly ClusterLine[]) => {
  const sightings = new Map<string, { readonly firstMs: number; readyMs: number | null }>();
  for (const line of cluster) {
    if (line.kind !== 'pod') continue;
    const known = sightings.get(line.name);
    if (known === undefined) sightings.set(line.name, { firstMs: line.atMs, readyMs: null });
    else if (line.ready && known.readyMs === null) known.readyMs = line.atMs;
  }
  return sightings;
};

type Sighting = { readonly firstMs: number; readonly readyMs: number | null };

/** Whether the watch was blind at a moment between the two. */
const wasBlind = (cluster: readonly ClusterLine[], { firstMs, readyMs }: Sighting): boolean =>
  cluster.some((line) => line.kind === 'gap' && line.fromMs <= (readyMs ?? firstMs) && line.toMs >= firstMs);

/**
 * The lag by the watch, on one clock and to the millisecond; where the watch missed a step, by the API's own times,
 * which are cut to whole seconds (right in the mean, too wide in the spread) and begin with the pod, not the decision.
 */
const startupOf = (
  pod: PodLine,
  sighting: Sighting | undefined,
  context: { readonly recorded: Recorded; readonly raises: readonly number[] },
): Startup => {
  const { recorded, raises } = context;
  const firstMs = sighting?.firstMs ?? pod.atMs;
  const raisedMs = raises.findLast((atMs) => atMs <= firstMs + watchSkewMs);
  const delayMs = raisedMs === undefined ? 0 : Math.max(0, firstMs - raisedMs);
  const wasDecided = raisedMs !== undefined && delayMs <= creationDelayMsMax;
  const apiMs = differenceMs(pod.createdAtMs, pod.readyAtMs) ?? 0;
  const isWhole =
    sighting?.readyMs == null ||
    wasBlind(recorded.cluster, sighting) ||
    sighting.readyMs - sighting.firstMs > apiMs + missedMs;
  const seenMs = isWhole ? apiMs : sighting.readyMs! - sighting.firstMs + (wasDecided ? delayMs : 0);
  return {
    lagMs: seenMs,
    isWhole,
    decision: `${recorded.run.id} ${wasDecided ? raisedMs : pod.name}`,
    scheduleMs: differenceMs(pod.createdAtMs, pod.scheduledAtMs),
    pullMs: differenceMs(pod.scheduledAtMs, pod.startedAtMs),
    initMs: differenceMs(pod.startedAtMs, pod.readyAtMs),
  };
};

/**
 * Ages of pods that never became ready, by the watch: when the recording ended, or when they were taken back, which
 * happens to the slow ones first.
 */
const unfinishedIn = ({ cluster, timeline }: Recorded): number[] => {
  const starting = new Map<string, { readonly firstMs: number; lastMs: number | null }>();
  for (const line of cluster) {
    if (line.kind !== 'pod') continue;
    const known = starting.get(line.name) ?? { firstMs: line.atMs, lastMs: null };
    if (line.ready || line.readyAtMs !== null) starting.delete(line.name);
    else if (!starting.has(line.name) && (line.terminating || line.deleted)) continue;
    else {
      starting.set(line.name, known);
      if (line.terminating || line.deleted) known.lastMs ??= line.atMs;
    }
  }
  const endMs = timeline.startedAtMs + timeline.seconds * 1000;
  return [...starting.values()]
    .map(({ firstMs, lastMs }) => (lastMs ?? endMs) - firstMs)
    .filter((ageMs) => ageMs > 0);
};

/** Every start-up that began while the load ran. */
export const startupsIn = (recorded: Recorded): Startups => {
  const { cluster, timeline } = recorded;
  const raises = raisesIn(cluster);
  const sightings = sightingsOf(cluster);
  const pods = startupsOf(cluster, timeline.startedAtMs, timeline.clock?.offsetMs ?? 0);
  return {
    startups: pods.map((pod) => startupOf(pod, sightings.get(pod.name), { recorded, raises })),
    unfinishedMs: unfinishedIn(recorded),
  };
};
