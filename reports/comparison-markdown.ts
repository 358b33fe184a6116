import type { Comparison } from '../runs/schema/comparison.ts';
import { comparisonTable, noteLines, worthText } from './comparison-rows.ts';
import { escapeMarkdown, markdownTable } from './markdown-text.ts';
import { comparedRunLines } from './words/proof/compared-runs.ts';
import {
  chanceText,
  comparedWords,
  comparisonText,
  moreRunsText,
  unlikeText,
} from './words/proof/comparison.ts';

/** Runs compared, for a pull request or a job summary: the verdict first. */
export const comparisonMarkdown = (comparison: Comparison): string => {
  const { unlike, verdict, simulatedRuns } = comparison;
  const table = comparisonTable(comparison);
  return `${[
    `## Headroom: ${escapeMarkdown(comparedWords(verdict))}`,
    escapeMarkdown(comparisonText(comparison)),
    comparedRunLines(comparison)
      .map((line) => `- ${escapeMarkdown(line)}`)
      .join('\n'),
    ...(unlike.length > 0 ? [`> **Warning: ${escapeMarkdown(unlikeText(unlike))}.**`] : []),
    markdownTable(table.columns, table.rows),
    noteLines(comparison)
      .map((line) => `- ${escapeMarkdown(line)}`)
      .join('\n'),
    ...(verdict === 'cantTell' && simulatedRuns > 0 ? [escapeMarkdown(moreRunsText(comparison))] : []),
    `<sub>${escapeMarkdown(`${chanceText(comparison)} ${worthText(comparison)}`)}</sub>`,
  ]
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
};
