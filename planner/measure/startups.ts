import { sumOf } from '../stats/sum.ts';
import { gapsIn, unseenIn, type WatchGap, wasCutBetween } from '../timeline/gaps.ts';
import type { Recorded } from '../timeline/recording.ts';
import { raisesOfObjects } from '../timeline/wanted-steps.ts';
import { type PodLife, podLives } from './pod-lives.ts';

/** The parts of a start-up in ms; null where neither the watch nor the cluster tells. */
export type StartupParts = {
  /** From the rise of the wanted replicas to the first sight of the pod; null if nobody asked for it. */
  readonly decide: number | null;
  /** From its creation to its place on a node, without `node`. */
  readonly schedule: number | null;
  /** While it fitted on no node; null if it fitted at once. */
  readonly node: number | null;
  /** From its place on a node to its running containers: the pull of the image, for the most part. */
  readonly pull: number | null;
  /** From its running containers to ready: init(), for the most part. */
  readonly init: number | null;
};

/** One replica's way to ready. Moments are on the tool's clock, ms since the epoch. */
export type Startup = {
  readonly pod: string;
  /**
   * From the rise of the wanted replicas to the first time that it was ready, in ms, less the time in which it fitted
   * on no node: a node that is missing is no property of the service.
   */
  readonly lagMs: number;
  /** The lag comes from times in whole seconds, as the API tells them, not from the watch. */
  readonly isWhole: boolean;
  /** Replicas of the same decision share a name, unique over all runs. */
  readonly decision: string;
  /** When the wanted replicas rose; null for a pod that nobody asked for, as one that replaces another. */
  readonly decidedMs: number | null;
  readonly readyMs: number;
  /** When it had its place on a node, as the API tells it: the cluster's clock, whole seconds; null: it does not tell. */
  readonly placedApiMs: number | null;
  readonly partsMs: StartupParts;
};

type Startups = {
  readonly startups: readonly Startup[];
  /** How long replicas had been starting that were never seen ready, while they had a node or hoped for one. */
  readonly unfinishedMs: readonly number[];
  /** Replicas that fitted on no node for some time, ready in the end or not. */
  readonly waitedForNode: number;
};

/** A pod that appears later than this after the last decision replaces one that was lost: nobody decided that. */
const creationDelayMsMax = 10_000;

/** A pod that the watch saw ready so much later than the API tells: what it saw was not the step itself. */
const missedMs = 2000;

/** Deployment and pods are watched apart: a pod may be seen this much before the decision that made it. */
const watchSkewMs = 250;

/** Times of the API are cut to whole seconds: a pod of the first second may seem to be older than the load. */
const cutMs = 1000;

const differenceMs = (fromMs: number | null, toMs: number | null): number | null =>
  fromMs === null || toMs === null ? null : toMs - fromMs;

type Context = {
  readonly recorded: Recorded;
  readonly raises: readonly number[];
  readonly podGaps: readonly WatchGap[];
};

/** Whether the watch of the pods was blind at some moment of a start. */
const wasBlind = ({ podGaps }: Context, { first, readyMs }: PodLife): boolean =>
  wasCutBetween(podGaps, { fromMs: first.atMs, toMs: readyMs ?? first.atMs });

/** Time in which a pod fitted on no node: by the watch, else all the time until the API tells that it had one. */
const nodeMsOf = ({ unschedulableMs, placedMs }: PodLife, scheduleMs: number | null): number | null => {
  if (unschedulableMs === null) return null;
  return placedMs === null ? (scheduleMs ?? 0) : placedMs - unschedulableMs;
};

/** When more replicas were asked for, right before a pod was seen; null if nobody asked for it. */
const decidedMsOf = ({ first }: PodLife, raises: readonly number[]): number | null => {
  const raisedMs = raises.findLast((atMs) => atMs <= first.atMs + watchSkewMs);
  return raisedMs !== undefined && first.atMs - raisedMs <= creationDelayMsMax ? raisedMs : null;
};

/**
 * The lag by the watch, on one clock and to the millisecond. Where the watch missed a step, by the API's own times: these are
 * cut to whole seconds (right in the mean, too wide in the spread), and begin with the pod, not with the decision.
 */
const startupOf = (life: PodLife, context: Context): Startup[] => {
  const { recorded, raises } = context;
  const { first, readyMs, told } = life;
  const apiMs = told && differenceMs(told.createdAtMs, told.readyAtMs);
  if (told?.readyAtMs == null || apiMs === null) return [];
  const decidedMs = decidedMsOf(life, raises);
  const decideMs = decidedMs === null ? null : Math.max(0, first.atMs - decidedMs);
  const isWhole = readyMs === null || wasBlind(context, life) || readyMs - first.atMs > apiMs + missedMs;
  const scheduleMs = differenceMs(told.createdAtMs, told.scheduledAtMs);
  const nodeMs = nodeMsOf(life, scheduleMs);
  return [
    {
      pod: first.name,
      lagMs: Math.max(0, (isWhole ? apiMs : readyMs - first.atMs + (decideMs ?? 0)) - (nodeMs ?? 0)),
      isWhole,
      decision: `${recorded.run.id} ${decidedMs ?? `${first.name} ${first.atMs}`}`,
      decidedMs,
      readyMs: isWhole ? told.readyAtMs - (recorded.timeline.clock?.offsetMs ?? 0) : readyMs,
      placedApiMs: told.scheduledAtMs,
      partsMs: {
        decide: decideMs,
        schedule: scheduleMs === null ? null : Math.max(0, scheduleMs - (nodeMs ?? 0)),
        node: nodeMs,
        pull: differenceMs(told.scheduledAtMs, told.startedAtMs),
        init: differenceMs(told.startedAtMs, told.readyAtMs),
      },
    },
  ];
};

/** Until the pods were seen no more, the replica was taken back, which happens to the slow ones first, or no node had room. */
const unfinishedMsOf = ({ first, lostMs, unschedulableMs }: PodLife, endMs: number): number =>
  Math.min(lostMs ?? endMs, unschedulableMs ?? endMs) - first.atMs;

/** The end of the recording, or the moment from which on the pods were not seen any more. */
const seenUntilMs = ({ cluster, timeline }: Recorded): number => {
  const endMs = timeline.startedAtMs + timeline.seconds * 1000;
  const last = unseenIn(cluster, ['pods']).find(({ toMs }) => toMs >= endMs);
  return Math.min(endMs, last?.fromMs ?? endMs);
};

/**
 * Every start-up that began while the load ran: a pod's way to its first time ready. What it does afterwards is no
 * start: a pod that loses readiness and finds it again has not started anew.
 */
export const startupsIn = (recorded: Recorded): Startups => {
  const { cluster, timeline } = recorded;
  const offsetMs = timeline.clock?.offsetMs ?? 0;
  const raises = raisesOfObjects(cluster);
  const podGaps = gapsIn(cluster, ['pods']);
  const began = podLives(cluster).filter(({ first }) => {
    const createdMs = first.createdAtMs === null ? first.atMs : first.createdAtMs - offsetMs;
    return createdMs >= timeline.startedAtMs - cutMs;
  });
  const endMs = seenUntilMs(recorded);
  return {
    startups: began.flatMap((life) => startupOf(life, { recorded, raises, podGaps })),
    unfinishedMs: began
      .filter(({ told }) => told === null)
      .map((life) => unfinishedMsOf(life, endMs))
      .filter((ageMs) => ageMs > 0),
    waitedForNode: sumOf(began.map(({ unschedulableMs }) => (unschedulableMs === null ? 0 : 1))),
  };
};
