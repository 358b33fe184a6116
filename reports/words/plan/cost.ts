import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import { formatNumber, formatQuantity, threeDigits } from '../../format.ts';
import { paidTimeText } from './planned-for.ts';

/** A twelfth of the 8,760 hours of a year. */
const hoursPerMonth = 730;

const priceOf = (perHour: number): string => formatNumber(threeDigits(perHour));

/**
 * What so much an hour comes to in a month, with what is paid for as it was planned.
 *
 * @param perHour in the currency of the price
 * @example monthText(1.5) // '1,100'
 */
export const monthText = (perHour: number): string => priceOf(hoursPerMonth * perHour);

/**
 * What the advised settings cost in an hour and in a month, beside those in use; undefined without a price.
 *
 * @param inUse what those in use are called
 */
export const priceText = ({ prediction, compared }: Recommendation, inUse: string): string | undefined => {
  const [now, then] = [compared.current.prediction.cost.perHour, prediction.cost.perHour];
  return now === null || then === null
    ? undefined
    : `${priceOf(then.mid)} an hour and ${monthText(then.mid)} a month of ${hoursPerMonth} hours, ${inUse} ${priceOf(now.mid)} and ${monthText(now.mid)}`;
};

/** What the advised settings take on average, beside those in use, and which time that counts. */
export const costText = (advice: Recommendation): string => {
  const { load, prediction, compared } = advice;
  const [now, then] = [compared.current.prediction.cost, prediction.cost];
  const replicas = `average ${formatQuantity(threeDigits(then.meanReplicas), 'replica')}, ${formatNumber(threeDigits(now.meanReplicas))} today`;
  const price = priceText(advice, 'today');
  return `${replicas}${price === undefined ? '' : `; ${price}`} (${paidTimeText(load)})`;
};

/** An average so much above the minimum shows that the autoscaler, not the minimum, sets the number of replicas. */
const clearlyAbove = 1.1;

/**
 * Why the settings in use take more replicas than their minimum; undefined where they hardly do.
 *
 * @example aboveMinimumText(advice) // 'The minimum in use is 3; the autoscaler adds replicas as the load needs them, so that 6.8 run on average.'
 */
export const aboveMinimumText = ({ compared }: Recommendation): string | undefined => {
  const { settings, prediction } = compared.current;
  if (settings.policy.kind === 'fixed') return undefined;
  const { minReplicas } = settings.policy;
  return prediction.cost.meanReplicas < clearlyAbove * minReplicas
    ? undefined
    : `The minimum in use is ${formatNumber(minReplicas)}; the autoscaler adds replicas as the load needs them, so that ${formatNumber(threeDigits(prediction.cost.meanReplicas))} run on average.`;
};
