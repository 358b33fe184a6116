import type { Comparison, Difference } from '../runs/schema/comparison.ts';
import { formatMs, formatNumber, formatOr, formatSeconds, formatShare } from './format.ts';
import { textTable, wrapText } from './text-table.ts';
import {
  chanceText,
  comparedWords,
  comparisonText,
  missingText,
  moreRunsText,
  toleranceText,
  unlikeText,
} from './words/comparison.ts';
import { figureNames } from './words/figures.ts';

const columns = 80;

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

const worth = ({ figure, unit, tolerance }: Difference): string =>
  `${figureNames[figure]} from ${toleranceText(tolerance, formats[unit])}`;

const paragraph = (text: string): string => wrapText(text, columns).join('\n');

/** Runs compared, for the terminal: every figure, what is unknown and why, the verdict last. */
export const renderComparison = (comparison: Comparison): string => {
  const { base, compared, figures, unlike, verdict } = comparison;
  const missing = figures.flatMap((figure) => {
    const why = missingText(figure);
    return why === undefined ? [] : [`${figureNames[figure.figure]}: ${why}`];
  });
  return [
    paragraph(`${compared.join(', ')} compared with ${base.join(', ')}`),
    ...(unlike.length > 0 ? [paragraph(`Warning: ${unlikeText(unlike)}.`)] : []),
    textTable(['', 'base', 'compared', 'difference', ''], figures.map(row)),
    ...(missing.length > 0 && missing.length < figures.length ? [missing.map(paragraph).join('\n')] : []),
    paragraph(chanceText(comparison)),
    paragraph(`What matters: ${figures.map(worth).join(', ')}.`),
    ...(verdict === 'cantTell' && comparison.simulatedRuns > 0 ? [paragraph(moreRunsText(comparison))] : []),
    `${comparedWords(verdict).slice(0, 1)} ${paragraph(comparisonText(comparison))}`,
  ].join('\n\n');
};
