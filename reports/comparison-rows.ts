import type { Comparison, Difference } from '../runs/schema/comparison.ts';
import type { Table } from './charts/figure.ts';
import { formatMs, formatNumber, formatOr, formatSeconds, formatShare } from './format.ts';
import { comparedWords, missingText, toleranceText } from './words/comparison.ts';
import { figureNames } from './words/figures.ts';

const formats: Readonly<Record<Difference['unit'], (value: number) => string>> = {
  share: (value) => formatShare(value),
  millisecond: (value) => formatMs(value),
  second: (value) => formatSeconds(value),
  replica: (value) => formatNumber(value),
};

/** With its sign, so that a reader sees at once which way it goes. */
const signed = (value: number, format: (value: number) => string): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${format(Math.abs(value))}`;

const row = (figure: Difference): string[] => {
  const format = formats[figure.unit];
  const { base, compared, difference, verdict } = figure;
  return [
    figureNames[figure.figure],
    formatOr(base, format),
    formatOr(compared, format),
    difference === null ? '' : `${signed(difference.low, format)} to ${signed(difference.high, format)}`,
    comparedWords(verdict),
  ];
};

/** Which runs are compared with which. */
export const comparedRunsText = ({ base, compared }: Comparison): string =>
  `${compared.join(', ')} compared with ${base.join(', ')}`;

/** Every figure of a comparison, with the interval of its difference. */
export const comparisonTable = (comparison: Comparison): Table => ({
  caption: comparedRunsText(comparison),
  columns: ['', 'base', 'compared', 'difference', ''],
  rows: comparison.figures.map(row),
});

/** What is unknown, and why; nothing where all figures are: then the verdict says it. */
export const missingLines = ({ figures }: Comparison): string[] => {
  const missing = figures.flatMap((figure) => {
    const why = missingText(figure);
    return why === undefined ? [] : [`${figureNames[figure.figure]}: ${why}`];
  });
  return missing.length < figures.length ? missing : [];
};

const worth = ({ figure, unit, tolerance }: Difference): string =>
  `${figureNames[figure]} from ${toleranceText(tolerance, formats[unit])}`;

/** From which difference on a figure counts. */
export const worthText = ({ figures }: Comparison): string =>
  `What matters: ${figures.map(worth).join(', ')}.`;
