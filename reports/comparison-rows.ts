import type { Comparison, Difference } from '../runs/schema/comparison.ts';
import type { Table } from './charts/figure.ts';
import {
  besideLimit,
  type Format,
  formatMs,
  formatNumber,
  formatOr,
  formatSeconds,
  formatShare,
  signed,
} from './format.ts';
import {
  comparedWords,
  effectText,
  latenciesText,
  metSloText,
  missingTexts,
  serviceTimesText,
  toleranceText,
} from './words/proof/comparison.ts';
import { comparedNames } from './words/proof/figures.ts';

/** How values of each unit are written. */
export const quantityFormats: Readonly<Record<Difference['unit'], Format>> = {
  share: formatShare,
  millisecond: formatMs,
  second: formatSeconds,
  replica: formatNumber,
};

/** What the SLO of all runs allows of a figure; undefined for a figure without a limit, or where runs or endpoints differ in it. */
const limitOf = ({ runs, sameSlo }: Comparison, { figure }: Difference): number | undefined => {
  const [only, ...others] = runs[0]!.slos;
  if (!sameSlo || only === undefined || others.length > 0) return undefined;
  if (figure === 'errorShare') return only.slo.maxErrorShare;
  return figure === 'p95Latency' ? only.slo.p95LatencyMs : undefined;
};

const row = (comparison: Comparison, figure: Difference): string[] => {
  const format = quantityFormats[figure.unit];
  const beside = besideLimit(limitOf(comparison, figure), format);
  const { base, compared, difference, verdict } = figure;
  return [
    comparedNames[figure.figure],
    formatOr(base, beside),
    formatOr(compared, beside),
    difference === null ? '' : `${signed(difference.low, format)} to ${signed(difference.high, format)}`,
    comparedWords(verdict),
  ];
};

/** Which runs are compared with which. */
const comparedRunsText = ({ base, compared }: Comparison): string =>
  `${compared.join(', ')} compared with ${base.join(', ')}`;

/** Every figure of a comparison, with the interval of its difference. */
export const comparisonTable = (comparison: Comparison): Table => ({
  caption: comparedRunsText(comparison),
  columns: ['figure', 'base', 'compared', 'difference', 'result'],
  rows: comparison.figures.map((figure) => row(comparison, figure)),
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
