import type { Recommendation } from '../../runs/schema/recommendation.ts';
import { formatNumber, formatQuantity, threeDigits } from '../format.ts';
import { paidTimeText } from './planned-for.ts';

/** What the advised settings take on average, beside those in use, and which time that counts. */
export const costText = ({ load, prediction, compared }: Recommendation): string => {
  const [now, then] = [compared.current.prediction.cost, prediction.cost];
  const price =
    then.perHour === null
      ? ''
      : `; ${formatNumber(threeDigits(then.perHour.mid))} an hour, ${formatNumber(threeDigits(now.perHour?.mid ?? 0))} today`;
  return `average ${formatQuantity(threeDigits(then.meanReplicas), 'replica')}, ${formatNumber(threeDigits(now.meanReplicas))} today${price} (${paidTimeText(load)})`;
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
