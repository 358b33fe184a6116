import type { Result } from '../../runs/schema/result.ts';
import { type Html, html } from '../html.ts';
import { formulaName, formulaNote, formulaTextOf } from '../words/plan/page-formula.ts';
import { fold } from './fold.ts';
import { pairTable } from './table.ts';

/** Azure ML's formula, under its own name and with its inputs: to compare with, no recommendation. */
export const formulaSection = (result: Result): Html => {
  const { change, basis, inputs } = formulaTextOf(result);
  return fold(
    { id: 'page-formula', title: `For comparison: ${formulaName}` },
    html`<p>${basis === '' ? `${change}.` : basis}</p>
    ${inputs.length > 0 && html`${pairTable(inputs)}<p class="muted">${formulaNote}</p>`}`,
  );
};
