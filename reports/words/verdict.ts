import { isCut, wentOnWithoutLost } from '../../planner/result/cut.ts';
import { missedThresholdsOf, sloMetOf } from '../../planner/result/objectives.ts';
import { isOk } from '../../runs/schema/outcome.ts';
import type { Check, Objective, Result, Verdict } from '../../runs/schema/result.ts';
import type { Run } from '../../runs/schema/run.ts';
import {
  besideLimit,
  formatCount,
  formatInterval,
  formatInUnit,
  formatOffset,
  formatPair,
  formatQuantity,
  formatShare,
  unknown,
} from '../format.ts';
import { causeTitle } from './causes.ts';
import { errorBodiesWarning } from './error-bodies.ts';
import { notAsPlannedText } from './load-as-planned.ts';
import { outcomesText } from './outcomes.ts';
import { notShownText } from './shown.ts';
import { slowTexts } from './slow.ts';
import { stopReasonText } from './stop-reason.ts';
import { stretchesText } from './stretches.ts';
import { retriesText } from './totals.ts';

/** Met, not met, or open: a word and a shape, so that no reader depends on the colour. */
type Judgement = {
  readonly word: string;
  readonly symbol: string;
  readonly tone: 'good' | 'bad' | 'open';
};

/** @example judgementOf(false).word // 'not met' */
export const judgementOf = (met: boolean | null): Judgement => {
  if (met === null) return { word: "can't tell", symbol: '?', tone: 'open' };
  return met ? { word: 'met', symbol: '✓', tone: 'good' } : { word: 'not met', symbol: '✗', tone: 'bad' };
};

type Threshold = NonNullable<Verdict['thresholds']>[number];

/** One objective as text, for every kind of report. */
export type CheckText = {
  readonly name: string;
  /** Whose objective it is; null: that of the whole load. */
  readonly endpoint: string | null;
  /** Unit of the measured value, or what else it is. */
  readonly type: Check['unit'] | 'threshold';
  readonly measured: string;
  /** What the measured value rests on: its count and its interval; empty where there is neither. */
  readonly basis: string;
  readonly limit: string;
  readonly judgement: Judgement;
  /** What it says beyond what its requests show: see `notShownText`. */
  readonly notShown?: string | undefined;
};

/** What each objective is called. */
export const objectiveNames: Readonly<Record<Objective, string>> = {
  errorShare: 'error share',
  p95Latency: 'p95 latency of successful requests',
};

/** The measured value and its limit, in as many digits as tell them apart. */
const measuredAndLimit = ({ unit, measured, limit }: Check): readonly [measured: string, limit: string] => {
  const format = formatInUnit(unit);
  return measured === null ? [unknown, format(limit)] : formatPair(measured, limit, format);
};

/** The count of an error share, and the interval where there is one. */
const basisText = ({ unit, failed, requests, interval, limit }: Check): string => {
  const count = failed === null ? [] : [`${formatCount(failed)} of ${formatQuantity(requests, 'request')}`];
  const range = interval === null ? [] : [formatInterval(interval, besideLimit(limit, formatInUnit(unit)))];
  return [...count, ...range].join('; ');
};

/** One objective in words. */
export const checkText = (check: Check): CheckText => {
  const [measured, limit] = measuredAndLimit(check);
  const { endpoint, objective, met } = check;
  return {
    name: endpoint === null ? objectiveNames[objective] : `${endpoint}: ${objectiveNames[objective]}`,
    endpoint,
    measured,
    basis: basisText(check),
    type: check.unit,
    limit: `at most ${limit}`,
    judgement: judgementOf(met),
    notShown: notShownText(check),
  };
};

/** A threshold of the user's own script as a row beside the objectives. */
const thresholdText = ({ metric, expression, met }: Threshold): CheckText => ({
  name: `threshold ${metric} of your script`,
  endpoint: null,
  measured: met === null ? unknown : met ? 'kept' : 'missed',
  basis: '',
  type: 'threshold',
  limit: expression,
  judgement: judgementOf(met),
});

/** All that the verdict rests on, a row each: the objectives of the SLO, then the thresholds of the script. */
export const objectiveTexts = ({ checks, thresholds = [] }: Verdict): CheckText[] => [
  ...checks.map(checkText),
  ...thresholds.map(thresholdText),
];

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
  if (share >= allShareMin) return '; the recording does not tell why';
  const part = share > mostShareMin ? 'most' : formatShare(share);
  return `; the recording does not tell why ${part} of them failed`;
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

/** Whether arrivals ran a script that sent nothing: any other arrival is a request. */
const sentNothing = ({ arrivals, requests }: Result['totals']): boolean => arrivals > 0 && requests === 0;

const sentNothingText =
  'The script sent no request that is counted: look at its conditions and at what it catches.';

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
  return `${sloText(result, slo)} Not known: ${named.join('; ')}, as several runners judged their own parts, and these don’t tell the whole.`;
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

/** @example badSecondsText(result) // '17 of 60 seconds over the error limit: 0:21–0:37' */
export const badSecondsText = ({ verdict, timeline }: Result): string => {
  const { badSeconds, badSecondsCount } = verdict;
  if (timeline.seconds === 0) return 'no second was recorded';
  const all = formatQuantity(timeline.seconds, 'second');
  if (badSecondsCount === 0) return `none of ${all} over the error limit`;
  return `${badSecondsCount} of ${all} over the error limit: ${stretchesText(badSeconds)}`;
};

const unfinished: Readonly<Record<Exclude<Run['status'], 'complete'>, string>> = {
  interrupted: 'Interrupted',
  failed: 'Failed',
  running: 'Unfinished',
};

/** Why the load ended before its plan, as recorded; a tool that was killed could not record it. */
export const stoppedText = ({ stopped }: Run): string =>
  stopped?.reason
    ? stopReasonText(stopped.reason)
    : 'the tool was killed before the load ended, or it is still running';

/** What is said before everything else when a run did not reach the end of its plan; undefined when it did. */
export const unfinishedText = ({ run, timeline }: Result): string | undefined => {
  if (!isCut(run)) return undefined;
  if (wentOnWithoutLost({ run, timeline }))
    return `Not whole: ${stoppedText(run)}. The other runners fired their shares to the end.`;
  const word = run.status === 'complete' ? 'Stopped early' : unfinished[run.status];
  const plannedSeconds = Math.max(
    ...run.phases.map(({ startSeconds, durationSeconds }) => startSeconds + durationSeconds),
  );
  return `${word}: ${stoppedText(run)}. This report covers ${formatOffset(timeline.seconds)} of the planned ${formatOffset(plannedSeconds)}.`;
};

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
