import { isSlowItself, type SlowObjective, slowObjectives } from '../../../planner/result/slow-objectives.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { formatMs, formatOr } from '../../format.ts';

const noReplicas = 'more replicas don’t change that';

/** The p95 before the load rose, where it is known, and what half of the requests took then and under the load. */
const timesText = ({ beforeP95Ms, beforeMedianMs, afterMedianMs }: SlowObjective): string => {
  const before = beforeP95Ms === null ? '' : `it was ${formatMs(beforeP95Ms)} before the load rose; `;
  return `${before}half of the requests took up to ${formatOr(beforeMedianMs, formatMs)} before the load rose, and ${formatOr(afterMedianMs, formatMs)} under it`;
};

const whyTexts: Readonly<Record<SlowObjective['kind'], (slow: SlowObjective) => string>> = {
  service: ({ serviceP95Ms }) =>
    `inside the model alone 95 % of the requests take up to ${formatOr(serviceP95Ms, formatMs)}, by the server’s own header: ${noReplicas}`,
  always: (slow) =>
    `${timesText(slow)}. A queue would grow with the load, so it is the time of the service, or of the way to it: ${noReplicas}`,
  underLoad: (slow) =>
    `${timesText(slow)}. Under the load requests wait for each other, or the service gets slower`,
  unknown: () =>
    'nothing that was recorded separates waiting from service, as there was no time with less load',
};

const slowText = (slow: SlowObjective): string => {
  const whose = slow.endpoint === null ? '' : ` of ${slow.endpoint}`;
  return `Why the p95 latency${whose} is over its limit of ${formatMs(slow.limitMs)}: ${whyTexts[slow.kind](slow)}.`;
};

/** Why the latency of one endpoint, or of the only one (null), is over its limit; empty where it is not. */
export const slowTextsOf = (result: Result, endpoint: string | null): string[] =>
  slowObjectives(result)
    .filter((slow) => slow.endpoint === endpoint)
    .map(slowText);

/** Why a latency is over its limit where more replicas don't fix it: a sentence for each missed limit. */
export const slowItselfTexts = (result: Result): string[] =>
  slowObjectives(result).filter(isSlowItself).map(slowText);

/**
 * Why a latency is over its limit, a sentence for each missed limit. Where failures miss the SLO too, only what has another cause than
 * theirs.
 */
export const slowTexts = (result: Result): string[] =>
  result.verdict.checks.some(({ objective, met }) => objective === 'errorShare' && met === false)
    ? slowItselfTexts(result)
    : slowObjectives(result).map(slowText);
