import { requestsPerArrival } from '../../measure/requests-per-arrival.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { isUntouched, type PodChanges } from './untouched.ts';

/** A rate below this share of the highest is low; at one above the second share all rates are alike. */
const lowShareMax = 0.5;
const evenShareMin = 0.75;

/** Whether each second was planned with little load, as far as the plan has more and less. O(seconds). */
export const lowRates = ({ timeline }: Recorded): boolean[] => {
  const rates = timeline.load.offeredRatePerSecond;
  const peak = rates.reduce((most, rate) => Math.max(most, rate), 0);
  const least = rates.reduce((low, rate) => (rate > 0 ? Math.min(low, rate) : low), peak);
  return rates.map((rate) => rate <= lowShareMax * peak || least >= evenShareMin * peak);
};

/** Below this rate connections are idle for long enough, whatever the highest rate is. */
const idleRatePerSecondMax = 10;
/** More failures than this share are no rare ones. */
const rareShareMax = 0.34;

/** Whether connections are idle between the requests of each second. O(seconds). */
export const idleSeconds = ({ run, load, timeline }: Recorded, isLowRate: readonly boolean[]): boolean[] => {
  const rates = timeline.load.offeredRatePerSecond;
  const requestsEach = requestsPerArrival(run, load.total);
  const isAlwaysIdle = rates.every((rate) => requestsEach * rate <= idleRatePerSecondMax);
  return rates.map((_, second) => isAlwaysIdle || isLowRate[second]!);
};

type Columns = {
  readonly isIdle: readonly boolean[];
  readonly sent: readonly number[];
  readonly podChanges: PodChanges;
};

/**
 * The outcomes that are rare in idle seconds, and rarer at the busy ones, where connections are never idle: of the seconds
 * around which no pod changed. O(seconds x outcomes).
 */
export const rareWhenIdle = (
  { timeline }: Recorded,
  { isIdle, sent, podChanges }: Columns,
): ReadonlySet<string> => {
  const isQuiet = isIdle.map((_, second) => isUntouched(second, second + 1, podChanges));
  const isRare = (column: readonly number[]): boolean => {
    const shareWhere = (idle: boolean): number | null => {
      let [failed, all] = [0, 0];
      column.forEach((n, second) => {
        if (isIdle[second] !== idle || !isQuiet[second]) return;
        failed += n;
        all += sent[second]!;
      });
      return all === 0 ? null : failed / all;
    };
    const [idle, busy] = [shareWhere(true), shareWhere(false)];
    return idle !== null && idle <= rareShareMax && (busy === null || busy < idle / 2);
  };
  return new Set(
    Object.entries(timeline.load.outcomes).flatMap(([outcome, column]) => (isRare(column) ? [outcome] : [])),
  );
};
