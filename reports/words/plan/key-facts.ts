import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import type { Verification } from '../../../runs/schema/verification.ts';
import {
  formatNumber,
  formatQuantity,
  formatRate,
  formatShare,
  formatWholePercent,
  threeDigits,
} from '../../format.ts';
import { againstHeadroom } from '../proof/margin-fired.ts';
import { priceText } from './cost.ts';
import { growthOf } from './growth.ts';
import { metRunsText } from './met-runs.ts';
import { paidTimeText } from './planned-for.ts';

/** A figure that settles a decision: its value in few words, and what it rests on. */
export type KeyFact = { readonly name: string; readonly value: string; readonly basis: string };

const heldText = (rate: number): string =>
  rate === 0 ? 'not sure of the baseline' : `up to ${formatRate(threeDigits(rate))}`;

const headroomFact = ({ headroom, load }: Recommendation, proof: Verification | undefined): KeyFact => {
  const heldBy = (name: 'current' | 'advice') => headroom.settings.find(({ of }) => of === name);
  const [now, advised] = [heldBy('current'), heldBy('advice')];
  const rate = advised?.ratePerSecond.mid ?? 0;
  const peak = headroom.peakRatePerSecond;
  const inUse = now === undefined ? '' : `; now ${heldText(now.ratePerSecond.mid)}`;
  const least = advised?.isLargestTried ? ', the most that was tried' : '';
  const interval = advised?.ratePerSecond;
  const range = [interval?.low ?? 0, interval?.high ?? 0].map((one) => formatRate(threeDigits(one)));
  const within = rate === 0 || range[0] === range[1] ? '' : `${range.join(' to ')}; `;
  const change = rate === 0 ? '' : `, ${rate >= peak ? '+' : '−'}${formatWholePercent(rate / peak - 1)}`;
  return {
    name: growthOf(load, headroom).name,
    value: rate === 0 ? heldText(rate) : `holds ${heldText(rate)}${change}`,
    basis: [
      `${within}against ${load.isOther ? 'the planned' : 'the'} peak of ${formatRate(threeDigits(peak))}${least}${inUse}`,
      ...againstHeadroom(proof),
    ].join('; '),
  };
};

const costFact = (advice: Recommendation): KeyFact => {
  const { load, prediction, compared } = advice;
  const [now, then] = [compared.current.prediction.cost, prediction.cost];
  const price = priceText(advice, 'now');
  return {
    name: 'Cost',
    value: `${formatQuantity(threeDigits(then.meanReplicas), 'replica')}, now ${formatNumber(threeDigits(now.meanReplicas))}`,
    basis: `on average: ${paidTimeText(load)}${price === undefined ? '' : `; ${price}`}`,
  };
};

const confidenceFact = ({ load, prediction, confidence }: Recommendation): KeyFact => {
  const { meetsSloWithMargin } = prediction;
  const peaks =
    load.margin === 0 ? 'without a margin' : `with peaks up to ${formatWholePercent(load.margin)} higher`;
  return {
    name: 'Confidence',
    value: `SLO met in ${metRunsText(prediction, meetsSloWithMargin)} simulated runs`,
    basis: `${peaks}: ${formatShare(meetsSloWithMargin.mid)} chance; ${formatShare(confidence)} was asked for`,
  };
};

/** What settles a decision about an advice: how much more it holds, what it costs, and how sure that is. */
export const keyFacts = (advice: Recommendation, proof?: Verification): KeyFact[] => [
  headroomFact(advice, proof),
  costFact(advice),
  confidenceFact(advice),
];
