import type { Comparison } from '../runs/schema/comparison.ts';
import { comparedRunsText, comparisonTable, noteLines, worthText } from './comparison-rows.ts';
import { textTable, wrapText } from './text-table.ts';
import { chanceText, comparedWords, comparisonText, moreRunsText, unlikeText } from './words/comparison.ts';

const columns = 80;

const paragraph = (text: string): string => wrapText(text, columns).join('\n');

/** Runs compared, for the terminal: every figure, what is unknown and why, the verdict last. */
export const renderComparison = (comparison: Comparison): string => {
  const { unlike, verdict } = comparison;
  const table = comparisonTable(comparison);
  const missing = noteLines(comparison);
  return [
    paragraph(comparedRunsText(comparison)),
    ...(unlike.length > 0 ? [paragraph(`Warning: ${unlikeText(unlike)}.`)] : []),
    textTable(table.columns, table.rows),
    ...(missing.length > 0 ? [missing.map(paragraph).join('\n')] : []),
    paragraph(chanceText(comparison)),
    paragraph(worthText(comparison)),
    ...(verdict === 'cantTell' && comparison.simulatedRuns > 0 ? [paragraph(moreRunsText(comparison))] : []),
    `${comparedWords(verdict).slice(0, 1)} ${paragraph(comparisonText(comparison))}`,
  ].join('\n\n');
};
