import { slackSeconds, youngerThan } from '../past.ts';

/** What the autoscaler measured at one tick: requests in flight, or requests per second, of all replicas. */
export type Sample = { readonly atSeconds: number; readonly value: number };

/**
 * Mean of the samples in a window that ends now. A window that is still filling divides by what it has. After a gap as long
 * as the window (a service at zero) it starts to fill anew. Shorter gaps count as zero.
 *
 * @param samples oldest first, at most one for each tick
 * @returns `undefined` without a sample in the window
 * @example windowMean([{ atSeconds: 2, value: 4 }, { atSeconds: 4, value: 8 }], { nowSeconds: 4, windowSeconds: 60, tickSeconds: 2 }) // 6
 */
export const windowMean = (
  samples: readonly Sample[],
  options: { readonly nowSeconds: number; readonly windowSeconds: number; readonly tickSeconds: number },
): number | undefined => {
  const { nowSeconds, windowSeconds, tickSeconds } = options;
  const inside = youngerThan(samples, nowSeconds, windowSeconds);
  const first = inside[0];
  if (first === undefined) return undefined;
  const fullTicks = Math.ceil(windowSeconds / tickSeconds - slackSeconds);
  const before = samples[samples.length - inside.length - 1];
  const isFilling = before === undefined || first.atSeconds - before.atSeconds >= windowSeconds;
  const filledTicks = Math.round((nowSeconds - first.atSeconds) / tickSeconds) + 1;
  const ticks = isFilling ? Math.min(fullTicks, filledTicks) : fullTicks;
  return inside.reduce((sum, { value }) => sum + value, 0) / ticks;
};
