import type { Recommendation } from '../../runs/schema/recommendation.ts';
import { formatNumber, formatRate } from '../format.ts';

/** The closed form behind it is not known better than in two digits. */
const rough = (ratePerSecond: number): string => formatRate(Number(ratePerSecond.toPrecision(2)));

/**
 * What the maximum is there for; undefined where there is none to explain.
 *
 * @example guardText(advice) // 'At a higher peak requests may fail until more replicas are up; the maximum of 40 then serves up to 95/s. …'
 */
export const guardText = ({ guard, basis }: Recommendation): string | undefined =>
  guard === undefined || basis !== 'certain'
    ? undefined
    : `At a higher peak requests may fail until more replicas are up; the maximum of ${formatNumber(guard.maxReplicas)} then serves up to ${rough(guard.ratePerSecond)}. Those above the minimum cost only while they run.`;
