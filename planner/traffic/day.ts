import { type RateStep, ratePieces } from '../../runs/schema/model/rate-steps.ts';
import { daySeconds, type RateLoad } from './load.ts';

/** What is measured around a rise: five minutes, the short window of usual burn-rate alerts. */
const beforeRiseSeconds = 60;
const afterRiseSeconds = 240;

/** Rises that the SLO is held against: the one to the highest level, and the steepest others. */
const risesMax = 4;

/** Levels whose replicas are simulated; a day of more has its nearest ones taken together. */
const levelsMax = 8;

/** A moment at which the rate rises, and the highest rate of the four minutes from there on. */
type Rise = {
  readonly atSecond: number;
  readonly fromRatePerSecond: number;
  readonly toRatePerSecond: number;
};

/** Highest rate from step i on, as far as a window reaches; past midnight the day begins again. */
const highestAfter = (steps: readonly RateStep[], i: number, periodSeconds: number): number => {
  const { atSecond, rate } = steps[i]!;
  let highest = rate;
  for (let ahead = 1; ahead < steps.length; ahead++) {
    const next = steps[(i + ahead) % steps.length]!;
    const distanceSeconds = (next.atSecond - atSecond + periodSeconds) % periodSeconds;
    if (distanceSeconds >= afterRiseSeconds) break;
    highest = Math.max(highest, next.rate);
  }
  return highest;
};

const sizeOf = ({ fromRatePerSecond, toRatePerSecond }: Rise): number => toRatePerSecond - fromRatePerSecond;

/** Highest first; of equally high ones the larger one, then the earlier. */
const byHeight = (a: Rise, b: Rise): number =>
  b.toRatePerSecond - a.toRatePerSecond ||
  a.fromRatePerSecond - b.fromRatePerSecond ||
  a.atSecond - b.atSecond;

/** Rises by whether another one surpasses them: begins no higher and ends no lower. */
const bySurpassed = (highestFirst: readonly Rise[]): { unsurpassed: Rise[]; surpassed: Rise[] } => {
  let lowest = Number.POSITIVE_INFINITY;
  const [unsurpassed, surpassed]: [Rise[], Rise[]] = [[], []];
  for (const rise of highestFirst) {
    (rise.fromRatePerSecond < lowest ? unsurpassed : surpassed).push(rise);
    lowest = Math.min(lowest, rise.fromRatePerSecond);
  }
  return { unsurpassed, surpassed };
};

/**
 * The hardest moments of a day: the rise to its highest level first, then the steepest others, and of those the ones
 * that another surpasses in every respect last. A day that never rises has one, at midnight. O(steps log steps).
 *
 * @param steps from second 0 on; the last one is followed by the first
 * @param periodSeconds after which the first follows: a day
 */
export const hardestRises = (
  steps: readonly RateStep[],
  periodSeconds: number = daySeconds,
): readonly Rise[] => {
  const rises = steps
    .map(({ atSecond }, i) => ({
      atSecond,
      fromRatePerSecond: steps.at(i - 1)!.rate,
      toRatePerSecond: highestAfter(steps, i, periodSeconds),
    }))
    .filter((rise) => sizeOf(rise) > 0);
  const { rate } = steps[0]!;
  if (rises.length === 0) return [{ atSecond: 0, fromRatePerSecond: rate, toRatePerSecond: rate }];
  const { unsurpassed, surpassed } = bySurpassed(rises.toSorted(byHeight));
  const [toHighest, ...others] = unsurpassed;
  const bySize = [others, surpassed].flatMap((each) => each.toSorted((a, b) => sizeOf(b) - sizeOf(a)));
  return [toHighest!, ...bySize.slice(0, risesMax - 1)];
};

type WindowOptions = { readonly warmupSeconds: number; readonly periodSeconds?: number };

/** The day around a rise, second by second. The first `warmupSeconds` are not measured. */
export const windowAround = (
  steps: readonly RateStep[],
  { atSecond: riseAt }: Rise,
  { warmupSeconds, periodSeconds = daySeconds }: WindowOptions,
): RateLoad => {
  const fromSecond = riseAt - beforeRiseSeconds - warmupSeconds;
  const durationSeconds = warmupSeconds + beforeRiseSeconds + afterRiseSeconds;
  const days = [-periodSeconds, 0, periodSeconds].flatMap((shiftSeconds) =>
    steps.map(({ atSecond, rate }) => ({ atSecond: atSecond + shiftSeconds - fromSecond, rate })),
  );
  const { rate } = days.findLast(({ atSecond }) => atSecond <= 0)!;
  const within = days.filter(({ atSecond }) => atSecond > 0 && atSecond < durationSeconds);
  return { kind: 'rate', durationSeconds, steps: [{ atSecond: 0, rate }, ...within] };
};

/** A rate, and the share of the day at it. */
type Level = { readonly ratePerSecond: number; readonly share: number };

/**
 * The levels of a day, ascending. Up to eight are as they stand; of more, those in the same eighth of the range are
 * taken together at their mean, which keeps the requests of the day.
 *
 * @example levelsOf([{ atSecond: 0, rate: 2 }, { atSecond: 64_800, rate: 9 }])
 *   // [{ ratePerSecond: 2, share: 0.75 }, { ratePerSecond: 9, share: 0.25 }]
 */
export const levelsOf = (
  steps: readonly RateStep[],
  periodSeconds: number = daySeconds,
): readonly Level[] => {
  const pieces = ratePieces(steps, periodSeconds).toSorted((a, b) => a.ratePerSecond - b.ratePerSecond);
  const distinct = new Set(pieces.map(({ ratePerSecond }) => ratePerSecond));
  const [lowest, highest] = [pieces[0]!.ratePerSecond, pieces.at(-1)!.ratePerSecond];
  const keyOf = (rate: number): number =>
    distinct.size <= levelsMax
      ? rate
      : Math.min(levelsMax - 1, Math.floor((levelsMax * (rate - lowest)) / (highest - lowest)));
  const levels = new Map<number, { seconds: number; requests: number }>();
  for (const { startSecond, endSecond, ratePerSecond } of pieces) {
    const key = keyOf(ratePerSecond);
    const level = levels.get(key) ?? { seconds: 0, requests: 0 };
    level.seconds += endSecond - startSecond;
    level.requests += (endSecond - startSecond) * ratePerSecond;
    levels.set(key, level);
  }
  return [...levels.values()].map(({ seconds, requests }) => ({
    ratePerSecond: requests / seconds,
    share: seconds / periodSeconds,
  }));
};
