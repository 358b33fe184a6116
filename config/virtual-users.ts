import { peakRateOf } from '../planner/timeline/planned-rate.ts';
import type { Phase } from '../runs/schema/load.ts';

/** Virtual users of one phase: every arrival finds a free one even when all requests run into the timeout. */
export const virtualUsersOf = (phase: Phase, requestTimeoutMs: number): number =>
  Math.ceil(peakRateOf([phase]) * (requestTimeoutMs / 1000)) + 1;

/** Seconds after the end of a phase in which its requests in flight may still finish. */
export const graceSecondsOf = (requestTimeoutMs: number): number => Math.ceil(requestTimeoutMs / 1000) + 1;

/**
 * Virtual users that k6 holds at once. It hands those of a phase on to the next, but only when the grace time of the
 * first is over, so neighbouring phases need theirs side by side.
 */
export const virtualUsersTogether = (phases: readonly Phase[], requestTimeoutMs: number): number => {
  const grace = graceSecondsOf(requestTimeoutMs);
  const together = phases.map((phase) =>
    phases
      .filter(({ startSeconds, durationSeconds }) => {
        const endSeconds = startSeconds + durationSeconds + grace;
        return startSeconds <= phase.startSeconds && phase.startSeconds < endSeconds;
      })
      .reduce((sum, other) => sum + virtualUsersOf(other, requestTimeoutMs), 0),
  );
  return Math.max(...together);
};
