import type { Decisions } from '../../../runs/schema/result/decisions.ts';
import {
  type LagPart,
  lagParts,
  type ScaleEvent,
  type ScaleLag,
} from '../../../runs/schema/result/scale-lag.ts';
import { type Startup, startupsIn } from '../../measure/startups.ts';
import { plannedRateSteps } from '../../timeline/planned-rate.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { wantedSteps } from '../../timeline/wanted-steps.ts';
import { imageWaitsIn } from './pulls.ts';
import { medianPart, ownPartsOf, partOf } from './replica-parts.ts';

/** More replicas were wanted. Seconds since the load began. */
type Raise = { readonly atMs: number; readonly second: number; readonly from: number; readonly to: number };

type Context = {
  readonly recorded: Recorded;
  readonly decisions: Decisions | undefined;
  readonly loadChanges: readonly LoadChange[];
  readonly imageWaitOf: ReturnType<typeof imageWaitsIn>;
  readonly startups: readonly Startup[];
};

/** A decision and the look that made it are seen so much apart. */
const skewSeconds = 1;

const raisesOf = ({ cluster, timeline }: Recorded): Raise[] => {
  const { startedAtMs, seconds } = timeline;
  const steps = wantedSteps(cluster);
  return steps.flatMap(({ atMs, replicas }, i): Raise[] => {
    const from = steps[i - 1]?.replicas ?? replicas;
    const second = (atMs - startedAtMs) / 1000;
    const isInLoad = second >= 0 && second < seconds;
    return replicas > from && isInLoad ? [{ atMs, second, from, to: replicas }] : [];
  });
};

/** How the planned load last changed before a moment: the second, and whether it rose. */
type LoadChange = { readonly second: number; readonly isRise: boolean };

const loadChangesOf = ({ timeline }: Recorded): LoadChange[] => {
  const steps = plannedRateSteps(timeline.phases);
  return steps.flatMap(({ atSecond, rate }, i) => {
    const before = steps[i - 1]?.rate ?? rate;
    return rate === before ? [] : [{ second: atSecond, isRise: rate > before }];
  });
};

/** The rise that a decision can be an answer to; null: the load had not risen, or had fallen since. */
const riseBefore = (changes: readonly LoadChange[], raise: Raise): number | null => {
  const last = changes.findLast(({ second }) => second <= raise.second);
  return last?.isRise ? last.second : null;
};

/** When the metrics first asked for more than was wanted; null: no look tells. */
const signalSecond = ({ rows }: Decisions, fromSecond: number, raise: Raise): number | null => {
  const asking = rows.find(
    ({ asked, to, fromSecond: at, toSecond }) =>
      asked !== null && asked > to && toSecond >= fromSecond && at < raise.second - skewSeconds,
  );
  if (asking !== undefined) return Math.max(fromSecond, asking.fromSecond);
  const isSeen = rows.some(
    ({ kind, fromSecond: at }) => kind === 'made' && Math.abs(at - raise.second) <= skewSeconds,
  );
  return isSeen ? raise.second : null;
};

/** Until the decision: what the autoscaler saw, and when it acted on it. */
const decisionParts = (raise: Raise, fromSecond: number | null, { decisions }: Context): LagPart[] => {
  const signal = fromSecond === null || !decisions ? null : signalSecond(decisions, fromSecond, raise);
  // An HPA's status tells what it saw; what other rules saw is rebuilt.
  const how = decisions?.rule === 'hpa' && decisions.looksFrom === 'seen' ? 'measured' : 'inferred';
  const source = { how, n: 1, file: 'cluster.ndjson' } as const;
  const whole = fromSecond === null ? null : raise.second - fromSecond;
  if (signal === null) {
    // Both together are known, where one ends is not.
    return [partOf('signal', null, source), partOf('decide', whole, { ...source, how: 'inferred' })];
  }
  return [partOf('signal', signal - fromSecond!, source), partOf('decide', raise.second - signal, source)];
};

/** Until they are ready: medians over the replicas of a decision. */
const startParts = (own: readonly Startup[], { imageWaitOf }: Context): LagPart[] => {
  const each = own.flatMap((startup) => {
    const parts = ownPartsOf(startup, imageWaitOf(startup));
    const source = { how: 'measured', n: 1, file: 'cluster.ndjson' } as const;
    return lagParts.flatMap((part) =>
      part in parts ? [partOf(part, toSeconds(parts[part as keyof typeof parts]), source)] : [],
    );
  });
  return (['create', 'node', 'schedule', 'pull', 'start', 'init'] as const).map((part) =>
    medianPart(each, part),
  );
};

const toSeconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);

const eventOf = (raise: Raise, before: Raise | undefined, context: Context): ScaleEvent => {
  const loadSecond = riseBefore(context.loadChanges, raise);
  const fromSecond = loadSecond === null ? null : Math.max(loadSecond, before?.second ?? loadSecond);
  const own = context.startups.filter(({ decidedMs }) => decidedMs === raise.atMs);
  return {
    fromSecond,
    loadSecond,
    decisionSecond: raise.second,
    from: raise.from,
    to: raise.to,
    ready: own.length,
    parts: [...decisionParts(raise, fromSecond, context), ...startParts(own, context)],
  };
};

/**
 * Where the time goes between a step of the load and the ready replicas that it called for: each scale-up of the run in its
 * parts, measured, inferred or unknown, and the medians over them. Of several decisions after one step each begins where the
 * one before was made. It ends with the ready replica: answers do not say which replica gave them.
 *
 * @returns undefined where no scale-up was seen
 */
export const scaleLagOf = (recorded: Recorded, decisions: Decisions | undefined): ScaleLag | undefined => {
  const raises = raisesOf(recorded);
  if (raises.length === 0) return undefined;
  const context = {
    recorded,
    decisions,
    loadChanges: loadChangesOf(recorded),
    imageWaitOf: imageWaitsIn(recorded.cluster),
    startups: startupsIn(recorded).startups,
  };
  const events = raises.map((raise, i) => eventOf(raise, raises[i - 1], context));
  const parts = events.flatMap((event) => event.parts);
  return { events, medians: lagParts.map((part) => medianPart(parts, part)) };
};
