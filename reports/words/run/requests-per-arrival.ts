import type { Refusal } from '../../../runs/schema/plan/notes.ts';
import { formatNumber } from '../../format.ts';

type Several = Extract<Refusal, { readonly code: 'requestsPerArrival' }>;

/**
 * Requests of an arrival, for a sentence.
 *
 * @example requestsEachText(4) // '4 requests'
 * @example requestsEachText(0) // 'no request'
 */
export const requestsEachText = (mean: number): string =>
  mean === 0 ? 'no request' : `${formatNumber(mean)} requests`;

/** How a flow becomes a load that can be planned from. */
export const oneRequestHow =
  'at the rates of the requests: parts of a flow as functions of their own (load.mix or endpoints), a login in setup(), addresses that do not redirect';

/** Where requests per arrival were counted. */
const whereText = ({ run, endpoint }: Several): string =>
  endpoint === null ? run : `${run}, endpoint ${endpoint}`;

/** @example severalRequestsText({ code: 'requestsPerArrival', run: 'a-run', endpoint: null, mean: 4 }) // 'The script sent 4 requests per arrival (a-run). What is simulated has one: it is not the load that the service got.' */
export const severalRequestsText = (several: Several): string =>
  `The script sent ${requestsEachText(several.mean)} per arrival (${whereText(several)}). What is simulated has one: it is not the load that the service got.`;

/** Why there is no advice from a script whose arrivals are not its requests, and what would bring one. */
export const severalRequestsParts = (several: Several) => ({
  need: 'one request per arrival, as a simulation has',
  have: `${requestsEachText(several.mean)} per arrival of the script (mean of ${whereText(several)}; each redirect counts as one)`,
  runNext: `headroom test with a script that sends one request per arrival, ${oneRequestHow}`,
});
