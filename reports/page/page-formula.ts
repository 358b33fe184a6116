import type { Result } from '../../runs/schema/result.ts';
import { type Html, html } from '../html.ts';
import { formulaNote, formulaTextOf } from '../words/page-formula.ts';
import { pairTable } from './table.ts';

/** The formula behind the recommended change, under its own name and with its inputs. */
export const formulaSection = (result: Result): Html => {
  const { change, basis, inputs } = formulaTextOf(result);
  return html`<section aria-labelledby="page-formula"><h2 id="page-formula">Size by the help page's formula</h2>
    <p><strong>${change}.</strong> ${basis}</p>
    ${inputs.length > 0 && html`${pairTable(inputs)}<p class="muted">${formulaNote}</p>`}
    </section>`;
};
