import type { Timeline } from '../../runs/schema/result/timeline.ts';

/** The phase that a second of the run lies in, its start included and its end not; undefined outside all phases. */
export const phaseAt = (phases: Timeline['phases'], second: number): Timeline['phases'][number] | undefined =>
  phases.find(
    ({ startSeconds, durationSeconds }) => startSeconds <= second && second < startSeconds + durationSeconds,
  );
