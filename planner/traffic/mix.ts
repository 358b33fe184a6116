import type { PolicySettings } from '../../runs/schema/policy.ts';
import { startPolicy } from '../policies/index.ts';
import { secondsToLetGo } from '../policies/let-go.ts';
import { hardestRises, levelsOf, windowAround } from './day.ts';
import {
  type DayLoad,
  dayPeakTimes,
  type PlanLoad,
  type RateLoad,
  ratesOf,
  steadyLoad,
  type TimedLoad,
  timedPeakTimes,
} from './load.ts';

/**
 * One part of the traffic mix. The SLO must hold in every part but a level, each judged on its own; every part costs
 * by its share of the time.
 */
export type MixPart = {
  /** The planned load as it is; a rise of a day; a spike on top of a day; or a level that replicas have settled on. */
  readonly kind: 'load' | 'rise' | 'spike' | 'level';
  /** Its peak against the planned one: 1 as planned, 1.2 with a margin of 20 %. What is predicted for a run has 1. */
  readonly peakFactor: number;
  /** As evenly as it was fired, or at random as the requests of real clients come. */
  readonly arrivals: 'asFired' | 'random';
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

/** Whether a run of the planned load, as it will be fired, is what this part predicts. */
export const isPredicted = (part: MixPart): boolean => isJudged(part) && !isMargin(part);

/** Whether this part is the planned load made harder: a higher peak, or requests at random. A level never is. */
export const isMargin = ({ peakFactor, kind, arrivals }: MixPart): boolean =>
  peakFactor !== 1 || (kind === 'load' && arrivals === 'random');

/** What of a traffic mix is not in the load itself. */
export type MixOptions = {
  /** Share of time under the load, the rest at its baseline; of a day under its spike, the rest at its levels. */
  readonly spikeShare: number;
  /** The SLO must also hold at a peak so much higher, a share. */
  readonly margin: number;
  /** Whether the load was fired evenly spaced: it must then also hold with requests at random. */
  readonly isEven: boolean;
  /** Whose memory a day's parts must outlast before they are measured. */
  readonly policy: PolicySettings;
};

type LoadMixOptions = Omit<MixOptions, 'policy'>;

/** Time at a level that is simulated for what replicas settle to; a baseline's begins where they have settled about. */
const levelSeconds = 240;
const settlingSeconds = 120;
const baselineSeconds = 120;
const baselineSettlingSeconds = 60;

/** A memory that is longer than this is cut: an HPA's window may be an hour, and every second is simulated. */
const settlingSecondsMax = 600;

const timeless = { atSecond: null, seedOffset: 0, peakFactor: 1 } as const;

type LevelOptions = Pick<MixPart, 'share' | 'warmupSeconds'> & { readonly seconds: number };

const levelPart = (ratePerSecond: number, { seconds, ...options }: LevelOptions): MixPart => ({
  ...options,
  kind: 'level',
  load: steadyLoad(ratePerSecond, options.warmupSeconds + seconds),
  startsAtRatePerSecond: ratePerSecond,
  arrivals: 'random',
  ...timeless,
});

/**
 * The load for its share of the time, as it was fired; the same with its peak higher by the margin and its requests at
 * random, judged only; and its baseline for the rest of the time.
 */
const mixOfLoad = (load: TimedLoad, { spikeShare, margin, isEven }: LoadMixOptions): TrafficMix => {
  const played: MixPart = {
    kind: 'load',
    share: spikeShare,
    load,
    arrivals: 'asFired',
    warmupSeconds: 0,
    startsAtRatePerSecond: null,
    ...timeless,
  };
  const peakFactor = 1 + margin;
  const harder: MixPart = {
    ...played,
    share: 0,
    load: timedPeakTimes(load, peakFactor),
    peakFactor,
    arrivals: 'random',
  };
  const rest = { share: 1 - spikeShare, warmupSeconds: baselineSettlingSeconds, seconds: baselineSeconds };
  return [
    played,
    ...(margin > 0 || isEven ? [harder] : []),
    ...(spikeShare < 1 ? [levelPart(ratesOf(load).baseline, rest)] : []),
  ];
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

type DayMixOptions = Pick<MixOptions, 'spikeShare' | 'margin'> & Pick<MixPart, 'warmupSeconds'>;

/** The parts of a day that the SLO must hold in, with the peaks of the day at so many times what they were. */
const judgedOfDay = (
  day: DayLoad,
  { spikeShare, warmupSeconds, peakFactor }: Omit<DayMixOptions, 'margin'> & Pick<MixPart, 'peakFactor'>,
): MixPart[] => {
  const { steps, periodSeconds, spike } = dayPeakTimes(day, peakFactor);
  const { peak: highest } = ratesOf({ kind: 'day', steps, periodSeconds, spike: null });
  const ofRises = hardestRises(steps, periodSeconds).map((rise): MixPart => {
    const { atSecond } = rise;
    return {
      kind: 'rise',
      share: 0,
      peakFactor,
      arrivals: 'random',
      ...playedFrom(windowAround(steps, rise, { warmupSeconds, periodSeconds }), warmupSeconds),
      atSecond,
      seedOffset: atSecond,
    };
  });
  const ofSpike = (load: RateLoad): MixPart => ({
    kind: 'spike',
    share: peakFactor === 1 ? spikeShare : 0,
    peakFactor,
    arrivals: 'random',
    ...playedFrom(onHighest(load, highest, warmupSeconds), warmupSeconds),
    atSecond: null,
    seedOffset: periodSeconds,
  });
  return [...ofRises, ...(spike === null ? [] : [ofSpike(spike)])];
};

/**
 * A day: its hardest rises and the spike are judged, also with the margin; its levels cost. Left out of the cost is what
 * the autoscaler holds on to after a fall: one memory of it for each fall, where a level lasts for hours. For a day of
 * hours a test holds the cost within 4 % of that of the whole day, simulated from midnight to midnight.
 */
const mixOfDay = (day: DayLoad, { margin, ...options }: DayMixOptions): TrafficMix => {
  const { steps, periodSeconds, spike } = day;
  const { spikeShare, warmupSeconds } = options;
  const restShare = spike === null ? 1 : 1 - spikeShare;
  const factors = margin > 0 ? [1, 1 + margin] : [1];
  return [
    ...factors.flatMap((peakFactor) => judgedOfDay(day, { ...options, peakFactor })),
    ...levelsOf(steps, periodSeconds).map(({ ratePerSecond, share }) =>
      levelPart(ratePerSecond, {
        share: restShare * share,
        warmupSeconds,
        seconds: levelSeconds,
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
 * @param options what of it is not in the load itself
 */
export const mixOf = (load: PlanLoad, options: MixOptions): TrafficMix => {
  if (load.kind !== 'day') return mixOfLoad(load, options);
  const { spikeShare, margin, policy } = options;
  const warmupSeconds = Math.max(settlingSeconds, heldSecondsOf(policy));
  return mixOfDay(load, { spikeShare, margin, warmupSeconds });
};
