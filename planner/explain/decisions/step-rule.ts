import type { PolicySettings } from '../../../runs/schema/policy.ts';
import { type Watched, watchedIn } from '../../measure/watched.ts';
import { type Decision, type Observation, type Stepper, startPolicy } from '../../policies/index.ts';
import type { ReplicaBounds } from '../../policies/replicas.ts';
import { notSampled, observationOf, sampledSeconds } from '../../replay/observation.ts';
import { isInGap, unseenIn, wasCutBetween } from '../../timeline/gaps.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { wantedIn, wantingResources } from '../../timeline/wanted.ts';
import { type WantedStep, wantedBefore } from '../../timeline/wanted-steps.ts';
import { cursorOver, type Seen } from './cursor.ts';
import { reportedTo } from './reported.ts';
import { hasOtherReason, likeliestStep } from './samples.ts';
import { type Told, toldBy } from './status.ts';

/** One look of the autoscaler: what it found, what its rule makes of it, and what became of it. */
export type Stepped = {
  /** Seconds since the load began. */
  readonly atSeconds: number;
  /** Wanted replicas before the look, and what it made of them. */
  readonly current: number;
  readonly after: number;
  /** When they first changed, in seconds since the load began; null: they did not. */
  readonly changedSeconds: number | null;
  /** Changes after it that are not its own: a rule that looks now and then changes nothing between its looks. */
  readonly later: readonly LaterChange[];
  /** What the rule asks for. */
  readonly wish: number;
  /**
   * Fewest and most that the rule may have asked for at one moment of the second: with no slot of the ready replicas busy,
   * and with all of them. undefined: it does not look so often, or its means are what it goes by.
   */
  readonly atSomeMoment: ReplicaBounds | undefined;
  readonly decision: Decision | undefined;
  /** Its reason depends on which new pods had a sample, and what came of it agrees with both. */
  readonly isDoubtful: boolean;
  /** undefined: there is no status, or it has no condition yet. */
  readonly told: Told | undefined;
  /** Every change of the wanted replicas from the look on was seen, up to when the next one is due at most. */
  readonly isSeen: boolean;
  /** What its status says to be wanted; null: there is none. */
  readonly toldReplicas: number | null;
};

/** What a quick rule asks for where every ready replica is idle, and where all their slots are busy. */
const extremesOf = (stepper: Stepper, observation: Observation): ReplicaBounds => {
  const { readyReplicas, slotsPerReplica } = observation;
  const askedWith = (busyReplicas: number): number => {
    const busySlots = busyReplicas * slotsPerReplica;
    const moment = { busyReplicas, busySlots, meanBusyReplicas: busyReplicas, meanBusySlots: busySlots };
    return stepper.next({ ...observation, ...moment }).desiredReplicas;
  };
  return { minReplicas: askedWith(0), maxReplicas: askedWith(readyReplicas) };
};

/** A change of the wanted replicas. */
export type LaterChange = { readonly atSeconds: number; readonly from: number; readonly to: number };

/** The resource whose watch tells of the status. */
const statusResources = ['horizontalpodautoscalers'];

/** A watch hears of the status after the replicas, and both after the look. */
const hearsWithinMs = 1000;

/** A change at a look is seen after it, if only by so much; but no later than this. */
const epsilonMs = 1;
const ownWithinSeconds = 2;

type Context = {
  readonly recorded: Recorded;
  readonly settings: PolicySettings;
  readonly intervalSeconds: number;
  readonly watched: readonly (Watched | null)[];
};

/** What the rule may have been shown: with the new pods' samples, and without those that may have come late. */
type Shown = { readonly early: Observation; readonly late: Observation };

/** What the rule is shown: as the status reports it where there is one, else rebuilt from load and replicas. */
const observationAt = (
  atSeconds: number,
  seen: Seen & { readonly current: number; readonly since: readonly Watched[] },
  { recorded, settings, intervalSeconds, watched }: Context,
): Shown => {
  const { timeline } = recorded;
  const isHpa = settings.kind === 'hpa';
  const rebuilt = observationOf(
    seen.since,
    {
      atSeconds,
      desired: seen.current,
      intervalSeconds,
      sampled: isHpa ? sampledSeconds(watched, atSeconds, settings) : notSampled,
    },
    { settings, slotsPerReplica: timeline.slotsPerReplica, placement: 'leastBusy', phaseSeconds: 0 },
  );
  const { autoscaler, pods } = seen;
  if (!isHpa || autoscaler === undefined) return { early: rebuilt, late: rebuilt };
  const nowMs = timeline.startedAtMs + atSeconds * 1000 + (timeline.clock?.offsetMs ?? 0);
  const shown = (firstReading: 'early' | 'late'): Observation => ({
    ...rebuilt,
    ...reportedTo(autoscaler, pods, { nowMs, settings, firstReading }),
  });
  return { early: shown('early'), late: shown('late') };
};

/** The bounds of an HPA may change while the load runs. */
const boundsSeen = (settings: PolicySettings, seen: Seen['autoscaler']): PolicySettings => {
  if (settings.kind !== 'hpa' || seen === undefined || seen.maxReplicas < 1) return settings;
  return { ...settings, minReplicas: Math.max(1, seen.minReplicas), maxReplicas: seen.maxReplicas };
};

/** Known seconds since the look before; of looks within one second, that second. */
const secondsSince = (watched: readonly (Watched | null)[], from: number, to: number): Watched[] =>
  watched
    .slice(Math.max(0, Math.min(Math.round(from), Math.round(to) - 1)), Math.max(1, Math.round(to)))
    .filter((second) => second !== null);

/** A rule that looks this often makes every change itself. */
const quickSeconds = 4;

const quickest = ({ intervalSeconds }: Stepper): number =>
  intervalSeconds <= quickSeconds ? intervalSeconds : 0;

const changesBetween = (
  steps: readonly WantedStep[],
  {
    fromMs,
    untilMs,
    startedAtMs,
  }: { readonly fromMs: number; readonly untilMs: number; readonly startedAtMs: number },
): LaterChange[] =>
  steps.flatMap(({ atMs, replicas }, i) =>
    i > 0 && atMs >= fromMs && atMs < untilMs
      ? [{ atSeconds: (atMs - startedAtMs) / 1000, from: steps[i - 1]!.replicas, to: replicas }]
      : [],
  );

/**
 * Steps the rule over what was recorded, look by look. At each it finds the replicas that were really wanted, so one look
 * that it would have decided otherwise does not spoil the next. Looks of which nothing is known are left out.
 */
export const stepRule = (
  recorded: Recorded,
  settings: PolicySettings,
  { looks, steps }: { readonly looks: readonly number[]; readonly steps: readonly WantedStep[] },
): Stepped[] => {
  const { timeline, cluster } = recorded;
  let stepper: Stepper = startPolicy(settings);
  const context = {
    recorded,
    settings,
    intervalSeconds: stepper.intervalSeconds,
    watched: watchedIn(recorded),
  };
  const podsAt = cursorOver(cluster);
  const statusAt = cursorOver(cluster);
  const unseen = unseenIn(cluster, wantingResources(wantedIn(cluster)));
  const unseenStatus = unseenIn(cluster, statusResources);
  const msOf = (atSeconds: number): number => timeline.startedAtMs + atSeconds * 1000;
  return looks.flatMap((atSeconds, i): Stepped[] => {
    const atMs = msOf(atSeconds);
    const current = wantedBefore(steps, atMs - epsilonMs);
    const since = secondsSince(context.watched, looks[i - 1] ?? 0, atSeconds);
    const { pods } = podsAt(atMs - epsilonMs);
    const status = statusAt(atMs + hearsWithinMs).autoscaler;
    const autoscaler = isInGap(unseenStatus, atMs + hearsWithinMs) ? undefined : status;
    if (current === null || since.length === 0) return [];
    const untilMs = msOf(looks[i + 1] ?? timeline.seconds) - epsilonMs;
    const ownMs = Math.min(untilMs, atMs + 1000 * Math.max(ownWithinSeconds, quickest(stepper)));
    const after = wantedBefore(steps, ownMs) ?? current;
    const { startedAtMs } = timeline;
    const [change] = changesBetween(steps, { fromMs: atMs - epsilonMs, untilMs: ownMs, startedAtMs });
    stepper = stepper.under?.(boundsSeen(settings, autoscaler)) ?? stepper;
    const { early, late } = observationAt(atSeconds, { pods, autoscaler, current, since }, context);
    const step = likeliestStep(stepper, early, after);
    const atSomeMoment = quickest(stepper) > 0 ? extremesOf(stepper, early) : undefined;
    const isDoubtful = hasOtherReason(stepper, late, { step, after });
    stepper = step.next;
    return [
      {
        atSeconds,
        current,
        after,
        changedSeconds: after === current ? null : (change?.atSeconds ?? null),
        later: changesBetween(steps, { fromMs: ownMs, untilMs, startedAtMs }),
        wish: stepper.desiredReplicas,
        atSomeMoment,
        decision: step.decision,
        isDoubtful,
        isSeen: !wasCutBetween(unseen, { fromMs: atMs, toMs: ownMs }),
        told: autoscaler && toldBy(autoscaler.conditions),
        toldReplicas: autoscaler?.desiredReplicas ?? null,
      },
    ];
  });
};
