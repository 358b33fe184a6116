import { explainedScaling } from '../explained.ts';
import { type Html, html } from '../html.ts';
import type { Report } from '../report.ts';
import { wordTable } from './table.ts';

/** Why the service did, or did not, scale: a table for each answer; nothing where the recording tells nothing. */
export const explainedSection = (report: Report): Html | false => {
  const explained = explainedScaling(report);
  return (
    explained.length > 0 &&
    html`<section aria-labelledby="scaling"><h2 id="scaling">Why it did, or did not, scale</h2>${explained.map(
      ({ id, title, basis, table }) =>
        html`<h3 id="${id}">${title}</h3><p class="muted">${basis}</p>${wordTable(table)}`,
    )}</section>`
  );
};
