import { explainedScaling } from '../explained.ts';
import { type Html, html } from '../html.ts';
import type { Report } from '../report.ts';
import { scalingFacts } from '../words/causes/scaling.ts';
import { fold } from './fold.ts';
import { pairTable, wordTable } from './table.ts';

/** How the service scaled, in full: the moments, and a table for each answer to "why did it, or did it not". */
export const explainedSection = (report: Report): Html =>
  fold(
    { id: 'scaling', title: 'How it scaled, in full' },
    html`${pairTable(scalingFacts(report.result))}${explainedScaling(report).map(
      ({ id, title, basis, table }) =>
        html`<h3 id="${id}">${title}</h3><p class="muted">${basis}</p>${wordTable(table)}`,
    )}`,
  );
