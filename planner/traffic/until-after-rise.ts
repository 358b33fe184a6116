import { ratesOf, type TimedLoad } from './load.ts';

/**
 * A load up to so many seconds after it has risen to its peak. The load itself where it has no one rise to it: its peak is no
 * higher than its beginning, or is reached in steps, or is counted second by second.
 *
 * @example untilAfterRise({ kind: 'rate', durationSeconds: 90, steps: [{ atSecond: 0, rate: 1 }, { atSecond: 30, rate: 5 }] }, 20).durationSeconds // 50
 */
export const untilAfterRise = (load: TimedLoad, seconds: number): TimedLoad => {
  if (load.kind !== 'rate') return load;
  const { baseline, peak } = ratesOf(load);
  const at = load.steps.findIndex(({ rate }) => rate === peak);
  const [before, { atSecond }] = [load.steps[at - 1], load.steps[at]!];
  if (before?.rate !== baseline || atSecond + seconds >= load.durationSeconds) return load;
  const durationSeconds = atSecond + seconds;
  return { ...load, durationSeconds, steps: load.steps.filter((step) => step.atSecond < durationSeconds) };
};
