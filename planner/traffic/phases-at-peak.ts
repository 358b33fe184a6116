import type { Phase } from '../../runs/schema/load/load.ts';
import { higherPeak, loadOfPhases } from './load.ts';

/**
 * The phases of a load with its peak at `factor` times what it was, as the planner simulates it: the rates are those of
 * `higherPeak`, so a slope becomes a step for each of its seconds.
 *
 * @param phases in order of time, without gaps
 * @param factor > 0
 * @example phasesAtPeak([{ name: 'soak', kind: 'soak', startSeconds: 0, durationSeconds: 9, pieces: [{ durationSeconds: 9, fromRatePerSecond: 5, toRatePerSecond: 5 }] }], 2)[0].pieces[0].toRatePerSecond // 10
 */
export const phasesAtPeak = (phases: readonly Phase[], factor: number): Phase[] => {
  const { steps } = higherPeak(loadOfPhases(phases), factor);
  let next = 0;
  return phases.map((phase) => {
    const endSecond = phase.startSeconds + phase.durationSeconds;
    const pieces: Phase['pieces'] = [];
    for (; next < steps.length && steps[next]!.atSecond < endSecond; next++) {
      const { atSecond, rate } = steps[next]!;
      const until = Math.min(endSecond, steps[next + 1]?.atSecond ?? endSecond);
      pieces.push({ durationSeconds: until - atSecond, fromRatePerSecond: rate, toRatePerSecond: rate });
    }
    return { ...phase, pieces };
  });
};
