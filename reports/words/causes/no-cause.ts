import { isOk } from '../../../runs/schema/outcome.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { slowTexts } from '../run/slow.ts';

/** Whether arrivals ran a script that sent nothing: any other arrival is a request. */
export const sentNothing = ({ arrivals, requests }: Result['totals']): boolean =>
  arrivals > 0 && requests === 0;

/** What is said where scripts ran and sent nothing. */
export const sentNothingText =
  'The script sent no request that is counted: look at its conditions and at what it catches.';

/** What stands before the findings: why a latency is over its limit, and where requests are charged to no finding, why not. */
export const noCauseLines = (result: Result): string[] => [
  ...slowTexts(result),
  ...(result.findings.some(({ requests }) => requests > 0) ? [] : [noCauseText(result)]),
];

/** In place of the causes when there are none: nothing was sent, nothing failed, or nothing is known. */
export const noCauseText = ({ totals }: Result): string => {
  if (totals.arrivals === 0) return 'No request was sent, so there is nothing to explain.';
  if (sentNothing(totals)) return sentNothingText;
  const failed = Object.entries(totals.outcomes).some(([outcome, count]) => count > 0 && !isOk(outcome));
  if (failed) return 'Requests failed, but no cause could be named.';
  return totals.unanswered > 0
    ? 'No request is known to have failed, but some have no known end.'
    : 'No request failed.';
};
