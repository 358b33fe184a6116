import type { Recommendation } from '../../runs/schema/recommendation.ts';
import type { Figure } from '../charts/figure.ts';
import { whatIfFigures } from '../charts/what-if.ts';
import { type Html, html } from '../html.ts';
import { reasonsTable } from '../plan/outlook.ts';
import { smallFigureHtml } from './figure.ts';
import { legend } from './legend.ts';
import { wordTable } from './table.ts';

/** What more load, a slower start or less money would do, and why other settings lost. */
export const whatIfSection = (advice: Recommendation): Html => {
  const figures = whatIfFigures(advice);
  const [first] = figures;
  const isShared = ({ legend: own }: Figure): boolean =>
    JSON.stringify(own) === JSON.stringify(first?.legend);
  const drawn = figures.map((figure) => smallFigureHtml(figure, !isShared(figure)));
  return html`<section aria-labelledby="what-if"><h2 id="what-if">What if: more load, slower starts, other settings</h2>
    ${first !== undefined && legend(first.legend)}
    <div class="side">${drawn}
    ${advice.rejected.length > 0 && html`<div><h3>Why others lost</h3>${wordTable(reasonsTable(advice))}</div>`}</div>
    </section>`;
};
