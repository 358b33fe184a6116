import type { Comparison } from '../runs/schema/comparison.ts';
import { comparisonTable, noteLines, worthText } from './comparison-rows.ts';
import { paragraph, textTable, usualColumns } from './text-table.ts';
import { comparedRunLines } from './words/proof/compared-runs.ts';
import {
  chanceText,
  comparedWords,
  comparisonText,
  moreRunsText,
  unlikeText,
} from './words/proof/comparison.ts';

/** Runs compared, for the terminal: every figure, what inputs do and what is unknown, the verdict last. */
export const renderComparison = (comparison: Comparison): string => {
  const { unlike, verdict } = comparison;
  const table = comparisonTable(comparison);
  const notes = noteLines(comparison);
  return [
    comparedRunLines(comparison)
      .map((line) => paragraph(line))
      .join('\n'),
    ...(unlike.length > 0 ? [paragraph(`Warning: ${unlikeText(unlike)}.`)] : []),
    textTable(table.columns, table.rows, usualColumns),
    ...(notes.length > 0 ? [notes.map((text) => paragraph(text)).join('\n')] : []),
    paragraph(chanceText(comparison)),
    paragraph(worthText(comparison)),
    ...(verdict === 'cantTell' && comparison.simulatedRuns > 0 ? [paragraph(moreRunsText(comparison))] : []),
    `${comparedWords(verdict).slice(0, 1)} ${paragraph(comparisonText(comparison))}`,
  ].join('\n\n');
};
