import { isOk } from '../runs/schema/load-series.ts';
import type { Check, Result } from '../runs/schema/result.ts';
import type { Run } from '../runs/schema/run.ts';
import {
  formatInterval,
  formatInUnit,
  formatOffset,
  formatQuantity,
  formatStretch,
  unknown,
} from './format.ts';

/** Met, not met, or open: a word and a shape, so that no reader depends on the colour. */
export type Judgement = {
  readonly word: string;
  readonly symbol: string;
  readonly tone: 'good' | 'bad' | 'open';
};

/** @example judgementOf(false).word // 'not met' */
export const judgementOf = (met: boolean | null): Judgement => {
  if (met === null) return { word: "can't tell", symbol: '?', tone: 'open' };
  return met ? { word: 'met', symbol: '✓', tone: 'good' } : { word: 'not met', symbol: '✗', tone: 'bad' };
};

/** One objective as text, for every kind of report. */
export type CheckText = {
  readonly name: string;
  readonly measured: string;
  /** Empty when there is no interval. */
  readonly interval: string;
  readonly limit: string;
  readonly judgement: Judgement;
};

export const checkText = ({ name, unit, measured, interval, limit, met }: Check): CheckText => ({
  name,
  measured: measured === null ? unknown : formatInUnit(measured, unit),
  interval: interval === null ? '' : formatInterval(interval, (value) => formatInUnit(value, unit)),
  limit: `at most ${formatInUnit(limit, unit)}`,
  judgement: judgementOf(met),
});

/** @example badSecondsText(result) // '17 of 60 seconds over the error limit: 0:21–0:37' */
export const badSecondsText = ({ verdict, timeline }: Result): string => {
  const { badSeconds, badSecondsCount } = verdict;
  if (timeline.seconds === 0) return 'no second was recorded';
  const all = formatQuantity(timeline.seconds, 'second');
  if (badSecondsCount === 0) return `none of ${all} over the error limit`;
  const shown = badSeconds.slice(0, 5).map(({ fromSecond, toSecond }) => formatStretch(fromSecond, toSecond));
  const rest = badSeconds.length - shown.length;
  return `${badSecondsCount} of ${all} over the error limit: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
};

const unfinished: Readonly<Record<Exclude<Run['status'], 'complete'>, string>> = {
  interrupted: 'Interrupted',
  failed: 'Failed',
  running: 'Unfinished',
};

/** What is said before everything else when a run did not reach the end of its plan; undefined when it did. */
export const unfinishedText = ({ run, timeline }: Result): string | undefined => {
  if (run.status === 'complete' && run.stopped === null) return undefined;
  const word = run.status === 'complete' ? 'Stopped early' : unfinished[run.status];
  const plannedSeconds = Math.max(
    ...run.phases.map(({ startSeconds, durationSeconds }) => startSeconds + durationSeconds),
  );
  const why = run.stopped?.reason ?? 'the tool ended before the load did, or is still running';
  return `${word}: ${why}. This report covers ${formatOffset(timeline.seconds)} of the planned ${formatOffset(plannedSeconds)}.`;
};

/** In place of the causes when there are none: nothing was sent, nothing failed, or nothing is known. */
export const noCauseText = ({ totals }: Result): string => {
  if (totals.arrivals === 0) return 'No request was sent, so there is nothing to explain.';
  const failed = Object.entries(totals.outcomes).some(([outcome, count]) => count > 0 && !isOk(outcome));
  if (failed) return 'Requests failed, but no cause could be named.';
  return totals.unanswered > 0
    ? 'No request is known to have failed, but some have no known end.'
    : 'No request failed.';
};
