import type { Check, Objective, Verdict } from '../../../runs/schema/result.ts';
import {
  besideLimit,
  formatCount,
  formatInterval,
  formatInUnit,
  formatPair,
  formatQuantity,
  unknown,
} from '../../format.ts';
import { notShownText } from './shown.ts';

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
export const measuredAndLimit = ({
  unit,
  measured,
  limit,
}: Check): readonly [measured: string, limit: string] => {
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
