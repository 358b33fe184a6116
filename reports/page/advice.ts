import type { Result } from '../../runs/schema/result.ts';
import { adviceText, formulaNote } from '../advice.ts';
import { type Html, html } from '../html.ts';
import { pairTable } from './table.ts';

/** The formula behind the recommended change, under its own name and with its inputs. */
export const formulaSection = ({ advice }: Result): Html => {
  const { change, basis, inputs } = adviceText(advice);
  return html`<section aria-labelledby="advice"><h2 id="advice">Advice by the help page's formula</h2>
    <p><strong>${change}.</strong> ${basis}</p>
    ${inputs.length > 0 && html`${pairTable(inputs)}<p class="muted">${formulaNote}</p>`}
    </section>`;
};
