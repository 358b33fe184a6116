import type { ResourceLimits } from 'node:worker_threads';
import type { Recording } from '../../planner/timeline/recording.ts';

/**
 * Of a thread that plans: what it makes is thrown away at once, so a larger young generation only holds more memory. By default
 * each thread takes three times as much.
 */
const youngMb = 12;

/** Some times what a plan has in use at once, beside its recordings. Arrays of requests are not counted in it. */
const oldMb = 400;

/** Twice what a second of a recording takes as it was read, and folded on one grid. */
const oldMbPerLine = 0.05;

/**
 * What memory a thread may take that plans from recordings. The more an old generation may take, the later it is collected, when it
 * has grown to some times what is in use: so a limit near to what is needed saves memory.
 *
 * @example limitsFor([]).maxOldGenerationSizeMb // 400
 */
export const limitsFor = (recordings: readonly Pick<Recording, 'load' | 'cluster'>[]): ResourceLimits => {
  const lines = recordings.reduce((sum, { load, cluster }) => sum + load.length + cluster.length, 0);
  return {
    maxYoungGenerationSizeMb: youngMb,
    maxOldGenerationSizeMb: Math.ceil(oldMb + oldMbPerLine * lines),
  };
};
