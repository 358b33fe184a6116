import type { Headroom } from '../../../runs/schema/plan/headroom.ts';
import type { Change, Rejected } from '../../../runs/schema/recommendation.ts';
import {
  formatMs,
  formatNumber,
  formatPair,
  formatQuantity,
  formatRequestRate,
  formatSeconds,
  formatShare,
  threeDigits,
} from '../../format.ts';

/** Why candidates lost, in few words. */
export const excuseTitles: Readonly<Record<Rejected['excuse']['kind'], string>> = {
  errorShare: 'too many requests fail',
  latency: 'the p95 latency is too long',
  cost: 'meet the SLO, but cost more',
  sameCost: 'meet the SLO at the same cost',
};

const excuseWords: Readonly<
  Record<Exclude<Rejected['excuse']['kind'], 'cost' | 'sameCost'>, (rejected: Rejected) => string>
> = {
  errorShare: ({ excuse }) => {
    const [measured, limit] = formatPair(excuse.measured, excuse.limit, formatShare);
    return `in the median of them ${measured} of the requests fail, the limit is ${limit}`;
  },
  latency: ({ excuse }) => {
    const [measured, limit] = formatPair(excuse.measured, excuse.limit, formatMs);
    return `in the median of them the p95 latency is ${measured}, the limit is ${limit}`;
  },
};

/** Which half of the simulated runs: what holds in one may fail in the other, and an advice must hold in both. */
const halfWords: Readonly<Record<NonNullable<Rejected['lostIn']>, string>> = {
  search: 'of the search',
  proof: 'beyond the search',
};

/**
 * Why a candidate lost, in one sentence.
 *
 * @example excuseText(rejected)
 * // 'Misses the SLO in 5 of 10 simulated runs of the search, hardest first; 2 of 60 are allowed: in the median of them 2 % of the requests fail, the limit is 1 %.'
 */
export const excuseText = (rejected: Rejected): string => {
  const { excuse, lostIn, failedRuns, runs, allowed, alike } = rejected;
  const others = alike === 0 ? '' : `, as ${formatQuantity(alike, 'other')} ${alike === 1 ? 'does' : 'do'},`;
  if (excuse.kind === 'sameCost') return `Meets the SLO${others} and costs about as much as the advice.`;
  if (excuse.kind === 'cost') {
    const [taken, advised] = formatPair(excuse.measured, excuse.limit, formatNumber);
    return `Meets the SLO as well, but takes ${taken} replicas on average, the advice ${advised}.`;
  }
  // A candidate is given up once it has missed too often, and the hardest worlds come first: these runs are no sample of all.
  const order = runs < allowed.runs ? ', hardest first' : '';
  const half = lostIn === undefined ? '' : ` ${halfWords[lostIn]}`;
  const missed = `${formatNumber(failedRuns)} of ${formatQuantity(runs, 'simulated run')}${half}${order}`;
  const may = `${formatNumber(allowed.failedRuns)} of ${formatNumber(allowed.runs)}`;
  return `Misses the SLO in ${missed}; ${may} are allowed: ${excuseWords[excuse.kind](rejected)}.`;
};

/** How long a start the settings bear, in one sentence. */
const lagSentence = ({ value, triedFactorMax }: Change): string =>
  value === null
    ? `The settings still hold at ${formatNumber(triedFactorMax)} times the start-up lag that was planned for.`
    : `Plan again for replicas that take longer than ${formatSeconds(value / 1000)} on average to start.`;

/** How high a peak the advised settings bear, in one sentence; undefined where they bear none. */
const peakSentence = ({ settings }: Headroom): string | undefined => {
  const advised = settings.find(({ of }) => of === 'advice');
  if (advised === undefined || advised.peakFactor.mid === 0) return undefined;
  return advised.isLargestTried
    ? `The settings still hold at ${formatNumber(threeDigits(advised.peakFactor.mid))} times the peak that was planned for, the largest that was tried.`
    : `Plan again for a peak above ${formatRequestRate(threeDigits(advised.ratePerSecond.mid))}.`;
};

/**
 * What would change the advice, in one sentence. The peak is that of its headroom.
 *
 * @example changeSentence({ what: 'peak', factor: 1.27, triedFactorMax: 4, value: 25 }, headroom) // 'Plan again for a peak above 25.4 requests/s.'
 */
export const changeSentence = (change: Change, headroom: Headroom): string | undefined =>
  change.what === 'peak' ? peakSentence(headroom) : lagSentence(change);
