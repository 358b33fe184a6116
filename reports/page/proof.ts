import type { Verification } from '../../runs/schema/verification.ts';
import { proofFigure } from '../charts/proof.ts';
import { type Html, html } from '../html.ts';
import { proofTable } from '../plan/proof.ts';
import { proofOf, proofText } from '../words/proof/verification.ts';
import { wholeSettingsText } from '../words/settings/settings.ts';
import { figureHtml } from './figure.ts';
import { fold } from './fold.ts';
import { dataTable } from './table.ts';

/** The frozen prediction against what the re-run measured: reason, table, chart. */
export const proofSection = (verification: Verification): Html => {
  const { symbol, word } = proofOf(verification);
  return fold(
    { id: 'proof', title: 'The proof: the same load again', state: `${symbol} ${word}` },
    html`<p>${proofText(verification)} Settings of the re-run: ${wholeSettingsText(verification.settings)}.</p>
    ${dataTable(proofTable(verification))}
    ${figureHtml(proofFigure(verification))}`,
  );
};
