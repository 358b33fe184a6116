import type { PolicySettings } from '../../runs/schema/policy.ts';
import { startPolicy } from '../policies/index.ts';
import { secondsToLetGo } from '../policies/let-go.ts';
import { hardestRises, levelsOf, windowAround } from './day.ts';
import { type DayLoad, type PlanLoad, type RateLoad, ratesOf, steadyLoad, type TimedLoad } from './load.ts';

/**
 * One part of the traffic mix. The SLO must hold in every part but a level, each judged on its own; every part costs
 * by its share of the time.
 */
export type MixPart = {
  /** The planned load as it is; a rise of a day; a spike on top of a day; or a level that replicas have settled on. */
  readonly kind: 'load' | 'rise' | 'spike' | 'level';
  /** Share of the time. 0: judged only. */
  readonly share: number;
  readonly load: TimedLoad;
  readonly warmupSeconds: number;
  /** Replicas stand where this rate has brought them when the part begins; null: at the minimum. */
  readonly startsAtRatePerSecond: number | null;
  /** Second of the day; null where it has none. */
  readonly atSecond: number | null;
  /** Parts of the same offset share their random numbers. A rise has those of its time of day, in any plan. */
  readonly seedOffset: number;
};

/** What the service goes through: judged parts first. The shares add up to 1. */
export type TrafficMix = readonly MixPart[];

/** Whether the SLO must hold in this part; a level counts for its cost alone. */
export const isJudged = ({ kind }: MixPart): boolean => kind !== 'level';

/** Time at a level that is simulated for what replicas settle to. */
const levelSeconds = 240;
const settlingSeconds = 120;

/** A memory that is longer than this is cut: an HPA's window may be an hour, and every second is simulated. */
const settlingSecondsMax = 600;

const timeless = { atSecond: null, seedOffset: 0 } as const;

type LevelOptions = Pick<MixPart, 'share' | 'warmupSeconds' | 'startsAtRatePerSecond'>;

const levelPart = (ratePerSecond: number, options: LevelOptions): MixPart => ({
  ...options,
  kind: 'level',
  load: steadyLoad(ratePerSecond, options.warmupSeconds + levelSeconds),
  ...timeless,
});

/** Two parts: the load for its share of the time, and its baseline for the rest. */
const mixOfLoad = (load: TimedLoad, share: number): TrafficMix => {
  const played = {
    kind: 'load',
    share,
    load,
    warmupSeconds: 0,
    startsAtRatePerSecond: null,
    ...timeless,
  } as const;
  const rest = { share: 1 - share, warmupSeconds: settlingSeconds, startsAtRatePerSecond: null };
  return share < 1 ? [played, levelPart(ratesOf(load).baseline, rest)] : [played];
};

/** The spike on top of the highest level, after a warm-up at that level. */
const onHighest = (spike: RateLoad, highest: number, warmupSeconds: number): RateLoad => ({
  kind: 'rate',
  durationSeconds: warmupSeconds + spike.durationSeconds,
  steps: [
    { atSecond: 0, rate: highest },
    ...spike.steps.map(({ atSecond, rate }) => ({
      atSecond: warmupSeconds + atSecond,
      rate: highest + rate,
    })),
  ],
});

/** A load that begins with the replicas that its first rate needs, and a warm-up for the rest. */
const playedFrom = (
  load: RateLoad,
  warmupSeconds: number,
): Pick<MixPart, 'load' | 'warmupSeconds' | 'startsAtRatePerSecond'> => ({
  load,
  warmupSeconds,
  startsAtRatePerSecond: load.steps[0]!.rate,
});

/**
 * A day: its hardest rises and the spike are judged, its levels cost. Left out of the cost is what the autoscaler
 * holds on to after a fall: one memory of it for each fall, where a level lasts for hours. For a day of hours a
 * test holds the cost within 4 % of that of the whole day, simulated from midnight to midnight.
 */
const mixOfDay = (
  { steps, periodSeconds, spike }: DayLoad,
  { spikeShare, warmupSeconds }: { readonly spikeShare: number; readonly warmupSeconds: number },
): TrafficMix => {
  const { peak: highest } = ratesOf({ kind: 'day', steps, periodSeconds, spike: null });
  const restShare = spike === null ? 1 : 1 - spikeShare;
  const ofRises = hardestRises(steps, periodSeconds).map((rise): MixPart => {
    const { atSecond } = rise;
    return {
      kind: 'rise',
      share: 0,
      ...playedFrom(windowAround(steps, rise, { warmupSeconds, periodSeconds }), warmupSeconds),
      atSecond,
      seedOffset: atSecond,
    };
  });
  const ofSpike = (load: RateLoad): MixPart => ({
    kind: 'spike',
    share: spikeShare,
    ...playedFrom(onHighest(load, highest, warmupSeconds), warmupSeconds),
    atSecond: null,
    seedOffset: periodSeconds,
  });
  return [
    ...ofRises,
    ...(spike === null ? [] : [ofSpike(spike)]),
    ...levelsOf(steps, periodSeconds).map(({ ratePerSecond, share }) =>
      levelPart(ratePerSecond, {
        share: restShare * share,
        warmupSeconds,
        startsAtRatePerSecond: ratePerSecond,
      }),
    ),
  ];
};

/** For how long the rule keeps what it no longer needs: until then an earlier load shows. */
const heldSecondsOf = (policy: PolicySettings): number => {
  const surplus = startPolicy(policy).desiredReplicas + 1;
  return secondsToLetGo(policy, surplus, settlingSecondsMax) ?? settlingSecondsMax;
};

/**
 * The traffic mix of a load.
 *
 * @param options.spikeShare share of time under the load, the rest at its baseline; of a day under its spike, the
 *   rest at its levels
 * @param options.policy whose memory a day's parts must outlast before they are measured
 */
export const mixOf = (
  load: PlanLoad,
  { spikeShare, policy }: { readonly spikeShare: number; readonly policy: PolicySettings },
): TrafficMix => {
  if (load.kind !== 'day') return mixOfLoad(load, spikeShare);
  const warmupSeconds = Math.max(settlingSeconds, heldSecondsOf(policy));
  return mixOfDay(load, { spikeShare, warmupSeconds });
};
