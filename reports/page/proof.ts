import type { Verification } from '../../runs/schema/verification.ts';
import { proofFigure } from '../charts/proof.ts';
import { type Html, html } from '../html.ts';
import { proofTable } from '../plan/proof.ts';
import { settingsText } from '../words/settings.ts';
import { proofOf, proofText } from '../words/verification.ts';
import { figureHtml } from './figure.ts';
import { dataTable } from './table.ts';

/** The frozen prediction against what the re-run measured: verdict, table, chart. */
export const proofSection = async (verification: Verification): Promise<Html> => {
  const { symbol, word } = proofOf(verification);
  return html`<section aria-labelledby="proof"><h2 id="proof">The proof: the same load again</h2>
    <p class="badge">${symbol} ${word}</p>
    <p>${proofText(verification)} Settings of the re-run: ${settingsText(verification.settings)}.</p>
    ${dataTable(proofTable(verification))}
    ${await figureHtml(proofFigure(verification))}
    </section>`;
};
