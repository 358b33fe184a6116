import type { Recommendation } from '../../runs/schema/recommendation.ts';
import { whatIfFigures } from '../charts/what-if.ts';
import { type Html, html } from '../html.ts';
import { reasonsTable } from '../plan/outlook.ts';
import { smallFigureHtml } from './figure.ts';
import { wordTable } from './table.ts';

/** What more load, a slower start or less money would do, and why other settings lost. */
export const whatIfSection = async (advice: Recommendation): Promise<Html> => {
  return html`<section aria-labelledby="what-if"><h2 id="what-if">What if: more load, slower starts, other settings</h2>
    <div class="side">${await Promise.all(whatIfFigures(advice).map(smallFigureHtml))}
    ${advice.rejected.length > 0 && html`<div><h3>Why others lost</h3>${wordTable(reasonsTable(advice))}</div>`}</div>
    </section>`;
};
