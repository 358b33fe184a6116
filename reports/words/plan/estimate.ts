import {
  type Estimate,
  isInterval,
  type NotEnoughData,
  type Shortage,
} from '../../../planner/stats/interval.ts';
import { formatInterval, formatNumber, formatOffset, formatQuantity, formatSeconds } from '../../format.ts';

/** What was needed and what there was; `have` is empty where it can't be counted. */
type Words = { readonly need: (count: number) => string; readonly have: (count: number) => string };

const counted = (noun: string, nouns?: string): Words => ({
  need: (count) => `at least ${formatQuantity(count, noun, nouns)}`,
  have: (count) => (count === 0 ? 'none' : formatNumber(count)),
});

const shortageWords: Readonly<Record<Shortage, Words>> = {
  values: counted('value'),
  secondsOfLoad: { need: (count) => `at least ${formatSeconds(count)} of load`, have: formatSeconds },
  requests: counted('request'),
  successfulRequests: counted('successful request'),
  valuesAroundQuantile: { need: () => 'more independent values', have: formatNumber },
  pairsThatVary: {
    need: (count) => `at least ${formatQuantity(count, 'second')} in which both are known and vary`,
    have: formatNumber,
  },
  independentPairs: counted('independent pair'),
  blocks: counted('block'),
  resamples: counted('resample with a result', 'resamples with a result'),
  answers: counted('such answer'),
  answersAtOneLatency: {
    need: (count) => `at least ${formatQuantity(count, 'such answer')} at one latency`,
    have: formatNumber,
  },
  quietSecondsAtEnd: counted('second without errors at the end', 'seconds without errors at the end'),
  rises: { need: () => 'a load that rises', have: (count) => (count === 0 ? 'none' : formatNumber(count)) },
  secondsToRise: {
    need: (count) => `a load that reaches its rise at ${formatOffset(count - 1)}`,
    have: formatSeconds,
  },
  secondsToEnd: {
    need: (count) => `a load that was recorded to its end at ${formatOffset(count)}`,
    have: formatSeconds,
  },
  startups: counted(
    'replica that becomes ready during the load',
    'replicas that become ready during the load',
  ),
};

/** What is missing, in two parts. */
type MissingText = { readonly need: string; readonly have: string };

/** @example missingParts({ kind: 'notEnoughData', what: 'secondsOfLoad', need: 30, have: 12 }) // { need: 'at least 30 s of load', have: '12 s' } */
const missingParts = ({ what, need, have }: NotEnoughData): MissingText => {
  const words = shortageWords[what];
  return { need: words.need(need ?? 1), have: have === null ? 'fewer' : words.have(have) };
};

/** @example missingText({ kind: 'notEnoughData', what: 'requests', need: 1, have: 0 }) // 'needs at least 1 request, has none' */
export const missingText = (missing: NotEnoughData): string => {
  const { need, have } = missingParts(missing);
  return `needs ${need}, has ${have}`;
};

/** An estimate with its interval, or why there is none. */
export const estimateText = (estimate: Estimate, format: (value: number) => string): string =>
  isInterval(estimate)
    ? `${format(estimate.mid)} (${formatInterval(estimate, format)})`
    : `not enough data: ${missingText(estimate)}`;
