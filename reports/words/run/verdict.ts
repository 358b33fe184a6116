import { missedThresholdsOf, sloMetOf } from '../../../planner/result/objectives.ts';
import { isOk } from '../../../runs/schema/outcome.ts';
import type { Check, Result, Verdict } from '../../../runs/schema/result.ts';
import { formatShare } from '../../format.ts';
import { causeTitle } from '../causes/causes.ts';
import { sentNothing, sentNothingText } from '../causes/no-cause.ts';
import { errorBodiesWarning } from './error-bodies.ts';
import { notAsPlannedText } from './load-as-planned.ts';
import { measuredAndLimit } from './objectives.ts';
import { outcomesText } from './outcomes.ts';
import { retriesText } from './totals.ts';

const checkClause = (check: Check): string => {
  const [measured, limit] = measuredAndLimit(check);
  const whose = check.endpoint === null ? '' : ` of ${check.endpoint}`;
  return check.objective === 'errorShare'
    ? `${measured} of the requests${whose} failed (limit ${limit})`
    : `p95 latency${whose} is ${measured} (limit ${limit})`;
};

/** Shares of the failures above which one cause is all of them, or most of them. */
const allShareMin = 0.995;
const mostShareMin = 0.5;

/** An unknown is no cause: it does not follow "because". */
const unexplainedClause = (share: number): string => {
  if (share >= allShareMin) return '; the recording does not show why';
  const part = share > mostShareMin ? 'most' : formatShare(share);
  return `; the recording does not show why ${part} of them failed`;
};

/** ", mostly because …"; empty where no cause could be named. */
const mainCauseClause = ({ findings }: Result): string => {
  const main = findings.find(({ requests }) => requests > 0);
  if (main === undefined) return '';
  const failed = findings.reduce((sum, { requests }) => sum + requests, 0);
  const share = main.requests / failed;
  if (main.cause === 'cantTell') return unexplainedClause(share);
  const title = causeTitle(main.cause);
  if (share >= allShareMin) return `, because ${title}`;
  if (share > mostShareMin) return `, mostly because ${title}`;
  return `; the largest cause (${formatShare(share)} of the failures) is that ${title}`;
};

/** A verdict on answers of which none is a success by its status. */
const expectedOnlyText = ({ verdict, totals }: Result): string | undefined => {
  const ok = Object.fromEntries(
    Object.entries(totals.outcomes).filter(([outcome, count]) => count > 0 && isOk(outcome)),
  );
  const isByScriptAlone = Object.keys(ok).every((outcome) => outcome.endsWith(' expected'));
  return sloMetOf(verdict) === true && isByScriptAlone
    ? `No answer was a success by its status: they count as successes because the script expects them (${outcomesText(ok)}).`
    : undefined;
};

/** Why nothing can be said where the load ran as planned: no answer, or none that succeeded, of all or of an endpoint. */
const unansweredText = ({ verdict, totals }: Result): string => {
  if (sentNothing(totals)) return `${sentNothingText} Nothing can be said about the SLO.`;
  if (totals.answered === 0) return 'No request was answered: nothing can be said about the SLO.';
  const open = verdict.checks.filter(({ met }) => met === null);
  const unanswered = open.filter(({ objective }) => objective === 'errorShare');
  const [told, what] = unanswered.length > 0 ? [unanswered, 'was answered'] : [open, 'succeeded'];
  const names = told.flatMap(({ endpoint }) => (endpoint === null ? [] : [endpoint]));
  const whose = names.length === 0 ? '' : ` of ${names.join(', ')}`;
  return `No request${whose} ${what}: nothing can be said about the whole SLO.`;
};

const sloText = (result: Result, met: boolean): string => {
  const { checks, badSecondsCount } = result.verdict;
  const told = met ? checks : checks.filter((check) => check.met === false);
  const explained = told.findLastIndex(({ objective }) => objective === 'errorShare');
  const clauses = told.map((check, i) =>
    i === explained && badSecondsCount > 0
      ? `${checkClause(check)}${mainCauseClause(result)}`
      : checkClause(check),
  );
  return `The SLO is ${met ? 'met' : 'not met'}: ${clauses.join('; ')}.`;
};

/**
 * Which thresholds of the user's own script were missed; undefined where none was.
 *
 * @example missedThresholdsText(verdict) // 'Missed: threshold bad_bodies of your script (count<1).'
 */
export const missedThresholdsText = (verdict: Verdict): string | undefined => {
  const missed = missedThresholdsOf(verdict);
  if (missed.length === 0) return undefined;
  const named = missed.map(({ metric, expression }) => `threshold ${metric} of your script (${expression})`);
  return `Missed: ${named.join('; ')}.`;
};

/** What is missed comes first. */
const judgedText = (result: Result): string => {
  const { verdict } = result;
  const slo = sloMetOf(verdict);
  // Where the load did not run as planned, that is said after it, and why nothing is known of the SLO.
  const unknownSlo = result.loadAsPlanned.faults.length === 0 ? unansweredText(result) : undefined;
  const told = slo === null ? unknownSlo : sloText(result, slo);
  const thresholds = missedThresholdsText(verdict);
  const parts = slo === false ? [told, thresholds] : [thresholds, told];
  return parts.filter((text) => text !== undefined).join(' ');
};

/** Why nothing can be said where the load ran as planned: of the SLO, or of thresholds that runners judged each for its part. */
const openText = (result: Result): string => {
  const { verdict } = result;
  const slo = sloMetOf(verdict);
  if (slo === null) return unansweredText(result);
  const open = (verdict.thresholds ?? []).filter(({ met }) => met === null);
  const named = open.map(({ metric, expression }) => `threshold ${metric} of your script (${expression})`);
  return `${sloText(result, slo)} Not known: ${named.join('; ')}, as several runners judged their own parts, which decide nothing for the whole.`;
};

/**
 * The verdict in one sentence: met or not, by which measured values, and why requests failed.
 *
 * @example verdictSentence(result)
 * // 'The SLO is not met: 13.5 % of the requests failed (limit 1 %), mostly because new replicas were still starting.'
 */
export const verdictSentence = (result: Result): string => {
  const retries = retriesText(result.totals);
  const notAsPlanned = notAsPlannedText(result);
  const bodies = sloMetOf(result.verdict) === null ? undefined : errorBodiesWarning(result);
  const told =
    result.verdict.met === null
      ? [notAsPlanned ?? openText(result), retries]
      : [judgedText(result), expectedOnlyText(result), retries, notAsPlanned, bodies];
  return told.filter((text) => text !== undefined).join(' ');
};
