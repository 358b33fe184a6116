import type { Check } from '../../../runs/schema/result.ts';
import { besideLimit, formatCount, formatInUnit, formatQuantity } from '../../format.ts';

/** Two digits, rounded up: it is no count that was measured. @example aboutCount(368) // '370' */
const aboutCount = (requests: number): string => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(requests)) - 1);
  return formatCount(Math.ceil(requests / step) * step);
};

const figureNames = { errorShare: 'error share', p95Latency: 'p95 latency' } as const;

const ofEndpoint = ({ endpoint }: Check): string => (endpoint === null ? '' : ` of ${endpoint}`);

/** @example tooFewText(check) // '16 requests are too few to show an error share of at most 1 %: …' */
const tooFewText = (check: Check): string => {
  const { objective, unit, limit, interval, failed, requests, requestsToShow } = check;
  const format = formatInUnit(unit);
  const few = `${formatQuantity(requests, 'request')}${ofEndpoint(check)} ${requests === 1 ? 'is' : 'are'} too few`;
  if (interval === null) return `${few} for an interval of the p95 latency: it takes ${requestsToShow}.`;
  const high = besideLimit(limit, format)(interval.high);
  const goal = `to show ${objective === 'errorShare' ? 'an' : 'a'} ${figureNames[objective]} of at most ${format(limit)}`;
  if (failed === null) return `${few} ${goal}: its interval reaches ${high}.`;
  const chance = `with up to ${high} failing, ${failed === 0 ? 'none' : formatCount(failed)} may fail in so few`;
  const share = failed === 0 ? 'without a failure' : 'with the same share of failures';
  const needed = requestsToShow == null ? '' : ` About ${aboutCount(requestsToShow)} ${share} would show it.`;
  return `${few} ${goal}: ${chance}.${needed}`;
};

/**
 * What a check says beyond what its requests show: a limit that is kept by too few, or missed by a hair. undefined where they
 * show it, where it can't be told, and for a limit of 0, which no number of requests shows.
 */
export const notShownText = (check: Check): string | undefined => {
  const { objective, unit, measured, limit, interval, isShown, met } = check;
  if (isShown !== false || limit === 0) return undefined;
  if (met === true) return tooFewText(check);
  if (measured === null || measured <= limit || interval === null) return undefined;
  const low = besideLimit(limit, formatInUnit(unit))(interval.low);
  return `Close to the limit: the interval of the ${figureNames[objective]}${ofEndpoint(check)} begins at ${low}.`;
};
