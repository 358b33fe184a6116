import type { Comparison } from '../runs/schema/comparison.ts';
import { type ComparedResults, comparisonFigure } from './charts/comparison-figure.ts';
import { comparisonTable, noteLines, worthText } from './comparison-rows.ts';
import { html } from './html.ts';
import { renderPage } from './page/shell.ts';
import { wordTable } from './page/table.ts';
import { timeFigureHtml } from './page/time-figure.ts';
import { comparedRunLines, comparedTitle } from './words/proof/compared-runs.ts';
import { chanceText, comparedWords, comparisonText, unlikeText } from './words/proof/comparison.ts';

/** Runs compared, as one HTML file that needs no network: the verdict, every figure, both sides over each other. */
export const renderComparisonHtml = (comparison: Comparison, results: ComparedResults): Promise<string> => {
  const { unlike, verdict } = comparison;
  const lines = [...noteLines(comparison), chanceText(comparison), worthText(comparison)];
  return renderPage(
    `${comparedWords(verdict)}: ${comparedTitle(comparison)}`,
    html`
    <header><p class="muted">${comparedRunLines(comparison).map((line) => html`${line}<br>`)}</p></header>
    <main>
    <h1>${comparedWords(verdict).slice(0, 1)} ${comparisonText(comparison)}</h1>
    ${unlike.length > 0 && html`<p class="notice">Warning: ${unlikeText(unlike)}.</p>`}
    ${wordTable(comparisonTable(comparison))}
    ${lines.map((line) => html`<p class="muted">${line}</p>`)}
    <section aria-labelledby="overlay"><h2 id="overlay">Both sides over each other</h2>
    ${timeFigureHtml(comparisonFigure(results))}</section>
    </main>`,
    'comparison',
  );
};
