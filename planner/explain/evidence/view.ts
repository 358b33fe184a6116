import type { EventLine } from '../../../runs/schema/cluster-series.ts';
import type { LoadSample } from '../../../runs/schema/load-series.ts';
import { isOk } from '../../../runs/schema/outcome.ts';
import type { Stretch } from '../../../runs/schema/result/stretch.ts';
import { maximumOf } from '../../platforms/bounds.ts';
import { platformFor } from '../../platforms/outcomes.ts';
import type { Platform } from '../../platforms/platform.ts';
import { sumOf } from '../../stats/sum.ts';
import { type ReplicaCounts, replicasOnGrid } from '../../timeline/cluster-grid.ts';
import type { WatchGap } from '../../timeline/gaps.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { raisesOfObjects } from '../../timeline/wanted-steps.ts';
import { type Drop, foreignDrops } from './foreign-drops.ts';
import { idleSeconds, lowRates, rareWhenIdle } from './idle.ts';
import { lossesIn, type PodTrack, podsAround, podTracks } from './pods.ts';
import { type ScalerState, scalerStates, scalersOver } from './scaler.ts';
import { unseenStatus, unwatchedFrom, wasStatusSeen } from './seen.ts';
import { type SlowEvidence, slowEvidenceOf } from './slow-seconds.ts';
import { isNotMade, type Starts } from './starts.ts';
import { stretchBySecondIn } from './stretch.ts';
import { type PodChanges, podChangesOf } from './untouched.ts';
import { longestMs, middleMedianMs, unqueuedLatencies, waitBoundMs } from './waits.ts';

/** All that the rules read of a recording, each once. Seconds count from the start of the load. */
export type View = {
  readonly recorded: Recorded;
  readonly platform: Platform;
  readonly starts: Starts;
  /** The pods of `starts` that were there at a moment, and some that were there a little before or after. */
  readonly podsAround: (atSecond: number) => readonly PodTrack[];
  /** From when on an owner said that it may not make more pods; infinity: none said so. */
  readonly notMadeSince: number;
  /** By second, the first one from it on in which the replicas were not seen; past the last second where all were. */
  readonly unwatchedFrom: readonly number[];
  /** With the second at which the tool heard of it. */
  readonly events: readonly { readonly second: number; readonly line: EventLine }[];
  /** In order of time. */
  readonly samples: readonly { readonly second: number; readonly sample: LoadSample }[];
  /** What the live autoscalers said last, at the end of a second; nothing of a status that was not seen then. */
  readonly scalersIn: (second: number) => readonly ScalerState[];
  /** When the status of the HPAs was not seen. */
  readonly unseenStatus: readonly WatchGap[];
  /** Replicas at a moment, to a quarter of a second. */
  readonly replicasAt: (atSecond: number) => ReplicaCounts;
  /** The most replicas: by the live object, else by the config; null: no limit is known. */
  readonly maxReplicasIn: (second: number) => number | null;
  /** Requests sent in each second, and how many of them succeeded. */
  readonly sent: readonly number[];
  readonly ok: readonly number[];
  /** Whether any request succeeded. */
  readonly hasSuccess: boolean;
  /** By second, whether it was planned with little load, and whether connections are idle between its requests. */
  readonly isLowRate: readonly boolean[];
  readonly isIdle: readonly boolean[];
  /** Outcomes that are rare in idle seconds, and rarer in the others. */
  readonly rareWhenIdle: ReadonlySet<string>;
  /** By failed second, the stretch of failures that it lies in. */
  readonly stretchBySecond: ReadonlyMap<number, Stretch>;
  readonly podChanges: PodChanges;
  readonly foreignDrops: readonly Drop[];
  readonly slow: SlowEvidence;
  /** Of successes that met no queue: the middle and the longest; undefined where there was no such second. */
  readonly unqueuedMedianMs: number | undefined;
  readonly unqueuedSlowestMs: number | undefined;
  /** The longest wait for a slot; undefined where nobody was turned away after one. */
  readonly waitBoundMs: number | undefined;
};

const columnsOf = ({ timeline }: Recorded): Pick<View, 'sent' | 'ok' | 'hasSuccess'> => {
  const entries = Object.entries(timeline.load.outcomes);
  const totalIn = (second: number, counts: (outcome: string) => boolean): number =>
    sumOf(entries.map(([outcome, column]) => (counts(outcome) ? column[second]! : 0)));
  const seconds = Array.from({ length: timeline.seconds }, (_, second) => second);
  const ok = seconds.map((second) => totalIn(second, isOk));
  return {
    sent: seconds.map((second) => totalIn(second, () => true)),
    ok,
    hasSuccess: ok.some((n) => n > 0),
  };
};

/** Fine enough to part the requests of a second by a change in it. */
const stepsPerSecond = 4;
/** The last requests fail a little after the load. */
const lateSteps = 2 * stepsPerSecond;

/** Gathers what the rules read. O(lines + seconds x pods). */
export const viewOf = (recorded: Recorded): View => {
  const { run, timeline, cluster, load } = recorded;
  const platform = platformFor(run.config);
  const { startedAtMs } = timeline;
  const secondOf = (atMs: number): number => (atMs - startedAtMs) / 1000;
  const tracks = podTracks(cluster, startedAtMs);
  const scalersAt = scalersOver(scalerStates(cluster));
  const events = cluster.flatMap((line) =>
    line.kind === 'event' ? [{ second: secondOf(line.atMs), line }] : [],
  );
  const unseen = unseenStatus(recorded);
  const lastIn = (second: number): readonly ScalerState[] => scalersAt(startedAtMs + (second + 1) * 1000);
  const { autoscaler } = run.config;
  const steps = timeline.seconds * stepsPerSecond + lateSteps;
  const columns = columnsOf(recorded);
  const podChanges = podChangesOf(tracks);
  const isLowRate = lowRates(recorded);
  const isIdle = idleSeconds(recorded, isLowRate);
  const unqueued = unqueuedLatencies(recorded);
  const medianMs = middleMedianMs(unqueued);
  const grid = replicasOnGrid(cluster, { fromMs: startedAtMs, stepMs: 1000 / stepsPerSecond, steps });
  return {
    recorded,
    platform,
    podsAround: podsAround(tracks),
    notMadeSince: events.reduce(
      (since, { second, line }) => (isNotMade(line) ? Math.min(since, second) : since),
      Number.POSITIVE_INFINITY,
    ),
    unwatchedFrom: unwatchedFrom(recorded),
    starts: {
      tracks,
      losses: lossesIn(tracks),
      raiseSeconds: raisesOfObjects(cluster).map(secondOf),
      startedAtMs,
    },
    events,
    samples: load.samples.map((sample) => ({
      second: sample.second - Math.floor(startedAtMs / 1000),
      sample,
    })),
    unseenStatus: unseen,
    scalersIn: (second) =>
      lastIn(second).filter(
        ({ kind }) =>
          kind !== 'autoscaler' || wasStatusSeen(unseen, recorded, { fromSecond: second, toSecond: second }),
      ),
    replicasAt: (atSecond) => grid[Math.min(steps - 1, Math.max(0, Math.floor(atSecond * stepsPerSecond)))]!,
    maxReplicasIn: (second) => {
      const live = lastIn(second).find((state) => state.kind === 'autoscaler');
      return live?.kind === 'autoscaler' && live.maxReplicas > 0
        ? live.maxReplicas
        : autoscaler && maximumOf(autoscaler);
    },
    ...columns,
    isLowRate,
    isIdle,
    rareWhenIdle: rareWhenIdle(recorded, { isIdle, sent: columns.sent, podChanges }),
    stretchBySecond: stretchBySecondIn(recorded),
    podChanges,
    foreignDrops: foreignDrops(recorded),
    slow: slowEvidenceOf(recorded, { isLowRate, unqueuedMedianMs: medianMs }),
    unqueuedMedianMs: medianMs,
    unqueuedSlowestMs: longestMs(unqueued),
    waitBoundMs: waitBoundMs(recorded, platform),
  };
};
