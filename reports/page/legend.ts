import type { LegendEntry } from '../charts/figure.ts';
import { legendKey, legendText } from '../charts/legend.ts';
import { type Html, html } from '../html.ts';

/** The names of series beside a sample of how each is drawn. */
export const legend = (entries: readonly LegendEntry[]): Html =>
  html`<ul class="legend">${entries.map(
    (entry) =>
      html`<li><svg width="26" height="10" aria-hidden="true">${legendKey(entry)}</svg>${legendText(entry)}</li>`,
  )}</ul>`;
