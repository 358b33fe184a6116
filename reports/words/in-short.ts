import type { Recommendation } from '../../runs/schema/recommendation.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import { formatNumber, formatQuantity, formatRate, formatShare } from '../format.ts';
import { holdsShort } from './headroom.ts';
import { costBasisText, marginText } from './planned-for.ts';
import { findingsText, proofOf, reasonText } from './verification.ts';

type Line = readonly [name: string, text: string];

const marginLine = ({ load, prediction, basis }: Recommendation): Line => {
  const chance = formatShare(prediction.meetsSloWithMargin.mid);
  const verb = basis === 'certain' ? 'holds' : 'does NOT hold';
  return ['margin', `${verb} ${marginText(load)}: in ${chance} of simulated runs`];
};

const costLine = ({ load, prediction, compared }: Recommendation): Line => {
  const rounded = (value: number): number => Number(value.toPrecision(3));
  const [now, then] = [compared.current.prediction.cost, prediction.cost];
  const price =
    then.perHour === null
      ? ''
      : `, ${formatNumber(rounded(then.perHour.mid))} an hour instead of ${formatNumber(rounded(now.perHour?.mid ?? 0))}`;
  return [
    'cost',
    `${formatQuantity(rounded(then.meanReplicas), 'replica')} on average instead of ${formatNumber(rounded(now.meanReplicas))}${price}; counted: ${costBasisText(load)}`,
  ];
};

const proofLine = (verification: Verification | undefined): Line => {
  if (verification === undefined) return ['proof', 'not proven yet by a re-run: headroom verify'];
  const { symbol, word } = proofOf(verification);
  return ['proof', `${symbol} ${word} (${findingsText(verification)}): ${reasonText(verification)}`];
};

/** An advice in four lines that need no knowledge of autoscalers: margin, headroom, cost and proof. */
export const inShort = (advice: Recommendation, verification?: Verification): Line[] => {
  const { baselineRatePerSecond, peakRatePerSecond } = advice.load;
  return [
    marginLine(advice),
    [
      'headroom',
      `${holdsShort(advice.headroom)}; the recorded step is from ${formatRate(baselineRatePerSecond)} to ${formatRate(peakRatePerSecond)}`,
    ],
    costLine(advice),
    proofLine(verification),
  ];
};

/** The same as text, the names in a column. */
export const inShortText = (advice: Recommendation, verification?: Verification): string => {
  const lines = inShort(advice, verification);
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, text]) => `${name.padEnd(width)}  ${text}`).join('\n');
};
