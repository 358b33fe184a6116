import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import { formatNumber, formatRate } from '../../format.ts';

/**
 * The closed form behind it is not known better than in two digits. Rounded it must not fall below what simulations hold, which is
 * told in three.
 */
const rough = (ratePerSecond: number, { settings }: Recommendation['headroom']): string => {
  const held = settings.find(({ of }) => of === 'advice')?.ratePerSecond.mid ?? 0;
  return formatRate(Math.max(Number(ratePerSecond.toPrecision(2)), Number(held.toPrecision(3))));
};

/**
 * What the maximum is there for; undefined where there is none to explain.
 *
 * @example guardText(advice) // 'At a higher peak requests may fail until more replicas are up; the maximum of 40 then serves up to 95/s. …'
 */
export const guardText = ({ guard, basis, headroom }: Recommendation): string | undefined =>
  guard === undefined || basis !== 'certain'
    ? undefined
    : `At a higher peak requests may fail until more replicas are up; the maximum of ${formatNumber(guard.maxReplicas)} then serves up to ${rough(guard.ratePerSecond, headroom)}. Those above the minimum cost only while they run.`;
