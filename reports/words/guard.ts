import type { Recommendation } from '../../runs/schema/recommendation.ts';
import { formatNumber, formatRate } from '../format.ts';

/** The closed form behind it is not known better than in two digits. */
const rough = (ratePerSecond: number): string => formatRate(Number(ratePerSecond.toPrecision(2)));

/**
 * What the maximum is there for; undefined where there is none to explain.
 *
 * @example guardText(advice) // 'Max 40 protects from a peak of up to 95/s, once its replicas are up. It costs nothing while it is not used.'
 */
export const guardText = ({ guard, basis }: Recommendation): string | undefined =>
  guard === undefined || basis !== 'certain'
    ? undefined
    : `Max ${formatNumber(guard.maxReplicas)} protects from a peak of up to ${rough(guard.ratePerSecond)}, once its replicas are up. It costs nothing while it is not used.`;
