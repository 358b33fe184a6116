import type { Headroom } from '../../../runs/schema/plan/headroom.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import type { ModelParameters } from '../../calibrate/draws.ts';
import type { Found } from '../search/find.ts';
import { replicasAtPeak } from '../search/screen.ts';

/** Rates are told apart down to this share: more digits would claim what a closed form does not know. */
const rateShare = 0.005;

/** Nobody asks beyond this rate; it also ends the search for a service that takes no time. */
const ratePerSecondMost = 1e6;

/**
 * The highest steady rate that so many replicas serve, by the closed form that bounds the search. 0: not even a trickle.
 * A step to that rate may still fail while replicas start: that is what the headroom tells.
 */
export const rateServedBy = (replicas: number, middle: ModelParameters, maxErrorShare: number): number => {
  const isServed = (rate: number): boolean =>
    replicasAtPeak(
      { kind: 'rate', durationSeconds: 1, steps: [{ atSecond: 0, rate }] },
      middle,
      maxErrorShare,
    ) <= replicas;
  let [low, high] = [0, 1];
  while (isServed(high) && high < ratePerSecondMost) [low, high] = [high, 2 * high];
  while (high - low > rateShare * high && high > 1 / ratePerSecondMost) {
    const between = (low + high) / 2;
    if (isServed(between)) low = between;
    else high = between;
  }
  return low;
};

/**
 * What the advised maximum is there for; undefined where the number of replicas is fixed, or has no bound. A peak that
 * simulations hold counts, even where it is too short for the closed form's "for ever".
 */
export const guardOf = (
  { plan, middle, chosen }: Pick<Found, 'plan' | 'middle' | 'chosen'>,
  { settings }: Headroom,
): Recommendation['guard'] => {
  const { maxReplicas, unlimited } = chosen.candidate;
  if (unlimited || plan.current.kind === 'fixed') return undefined;
  const held = settings.find(({ of }) => of === 'advice')?.ratePerSecond.mid ?? 0;
  const served = rateServedBy(maxReplicas, middle, plan.slo.maxErrorShare);
  return { maxReplicas, ratePerSecond: Math.max(held, served) };
};
