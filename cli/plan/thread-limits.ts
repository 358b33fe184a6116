import type { ResourceLimits } from 'node:worker_threads';

/**
 * Of a thread that plans: what it makes is thrown away at once, so a larger young generation mostly holds more memory. With 6 MB a
 * plan held 4 to 13 MB less in all and took 1 to 3 % more CPU time, with 48 MB, the default, 50 MB more and 3 % less.
 */
const youngMb = 12;

/** Some times what a plan has in use at once, beside its recordings. Arrays of requests are not counted in it. */
const oldMb = 400;

/** Twice what a recording takes as it was read, and folded on one grid, for each MB of its series as text. */
const oldMbPerTextMb = 80;

/**
 * What memory a thread may take that plans from recordings. The more an old generation may take, the later it is collected, when it
 * has grown to some times what is in use: so a limit near to what is needed saves memory.
 *
 * @param seriesBytes of all recordings, as text
 * @example limitsFor(0).maxOldGenerationSizeMb // 400
 */
export const limitsFor = (seriesBytes: number): ResourceLimits => ({
  maxYoungGenerationSizeMb: youngMb,
  maxOldGenerationSizeMb: Math.ceil(oldMb + (oldMbPerTextMb * seriesBytes) / 2 ** 20),
});
