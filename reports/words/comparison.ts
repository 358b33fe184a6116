import {
  type Comparison,
  type Difference,
  decidingFigures,
  type LoadDifference,
} from '../../runs/schema/comparison.ts';
import { capitalize, formatNumber, formatOr, formatQuantity, formatShare } from '../format.ts';
import { figureNames } from './figures.ts';

type Words = { readonly symbol: string; readonly word: string };

const verdictWords: Readonly<Record<Difference['verdict'], Words>> = {
  better: { symbol: '✓', word: 'better' },
  same: { symbol: '=', word: 'same' },
  worse: { symbol: '✗', word: 'worse' },
  cantTell: { symbol: '?', word: "can't tell" },
};

/** A word and a shape for what a comparison comes to. */
export const comparedWords = (verdict: Difference['verdict']): string => {
  const { symbol, word } = verdictWords[verdict];
  return `${symbol} ${word}`;
};

const unlikeWords: Readonly<Record<LoadDifference, string>> = {
  phases: 'their phases',
  rates: 'the rates of their phases',
  endpoints: 'their endpoints',
  timeout: "the client's timeout",
  work: 'what is sent',
  retries: 'how clients try again',
};

/** @example unlikeText(['rates']) // 'the loads differ in the rates of their phases' */
export const unlikeText = (unlike: readonly LoadDifference[]): string =>
  `the loads differ in ${unlike.map((part) => unlikeWords[part]).join(', ')}`;

const missingWords: Readonly<Record<NonNullable<Difference['missing']>, string>> = {
  notMeasured: 'not every run has this figure',
  notCalibrated: 'the base can’t be simulated, so what two runs differ by chance is unknown',
  notSimulated: 'the simulated base does not show what was measured, so its chance is unknown',
};

/** Why a figure has no interval; undefined where it has one. */
export const missingText = ({ missing }: Difference): string | undefined =>
  missing === null ? undefined : missingWords[missing];

const names = (figures: readonly Difference[]): string =>
  figures.map(({ figure }) => figureNames[figure]).join(', ');

const decidedBy = ({ figures, verdict }: Comparison): string => {
  const found = figures.filter(
    (figure) => decidingFigures.includes(figure.figure) && figure.verdict === verdict,
  );
  const known = found.filter(({ difference }) => difference !== null);
  if (verdict === 'cantTell' && known.length === 0)
    return `there is no interval for ${names(found)}, so what chance does is unknown`;
  if (verdict === 'cantTell')
    return `the interval of ${names(known)} holds both chance and a difference that matters`;
  return verdict === 'same' ? 'no difference that matters' : `in ${names(found)}`;
};

/** The one line that a comparison comes to. */
export const comparisonText = (comparison: Comparison): string =>
  `${capitalize(verdictWords[comparison.verdict].word)}: ${decidedBy(comparison)}.`;

/** What the intervals rest on. */
export const chanceText = ({ simulatedRuns, base, compared }: Comparison): string =>
  simulatedRuns === 0
    ? 'No interval: the base can’t be simulated. It needs watched replicas and enough answers.'
    : `Intervals hold 99 % of the differences by chance, as ${formatQuantity(simulatedRuns, 'simulated run')} of the base differ; ${formatQuantity(base.length, 'run')} against ${formatNumber(compared.length)}.`;

/** What to do where a comparison can't tell. */
export const moreRunsText = ({ base, compared, runsToTell }: Comparison): string =>
  runsToTell === null
    ? `More runs narrow the intervals: with ${formatNumber(4 * base.length)} against ${formatNumber(4 * compared.length)} they are half as wide.`
    : `If the difference stays as measured, about ${formatNumber(runsToTell)} runs of each side will tell.`;

/** @example toleranceText({ by: 'share', value: 0.05 }, String) // '5 %' */
export const toleranceText = (
  { by, value }: Difference['tolerance'],
  format: (value: number) => string,
): string => (by === 'share' ? formatShare(value) : formatOr(value, format));
