import type { Comparison, Difference } from '../runs/schema/comparison.ts';
import type { Table } from './charts/figure.ts';
import { formatMs, formatNumber, formatOr, formatSeconds, formatShare, signed } from './format.ts';
import {
  comparedWords,
  effectText,
  latenciesText,
  metSloText,
  missingTexts,
  serviceTimesText,
  toleranceText,
} from './words/comparison.ts';
import { comparedNames } from './words/figures.ts';

/** How values of each unit are written. */
export const quantityFormats: Readonly<Record<Difference['unit'], (value: number) => string>> = {
  share: (value) => formatShare(value),
  millisecond: (value) => formatMs(value),
  second: (value) => formatSeconds(value),
  replica: (value) => formatNumber(value),
};

const row = (figure: Difference): string[] => {
  const format = quantityFormats[figure.unit];
  const { base, compared, difference, verdict } = figure;
  return [
    comparedNames[figure.figure],
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
  columns: ['figure', 'base', 'compared', 'difference', 'result'],
  rows: comparison.figures.map(row),
});

/**
 * Whether the SLO was met; what the inputs that differ do; and what is unknown and why, but where all figures are: then the
 * verdict says it.
 */
export const noteLines = (comparison: Comparison): string[] => {
  const { figures, effects } = comparison;
  return [
    metSloText(comparison),
    ...latenciesText(figures),
    ...serviceTimesText(figures),
    ...effects.map((effect) => effectText(effect, figures)),
    ...(figures.every(({ missing }) => missing !== null) ? [] : missingTexts(figures)),
  ];
};

const worth = ({ figure, unit, tolerance }: Difference): string =>
  `${comparedNames[figure]} from ${toleranceText(tolerance, quantityFormats[unit])}`;

/** From which difference on a figure counts. */
export const worthText = ({ figures }: Comparison): string =>
  `What matters: ${figures.map(worth).join(', ')}.`;
