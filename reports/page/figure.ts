import type { EmptyFigure, Figure } from '../charts/figure.ts';
import { renderSvg } from '../charts/render-svg.ts';
import { type Html, html } from '../html.ts';
import { legend } from './legend.ts';
import { dataTable } from './table.ts';

/** A chart with its caption and its rows, or the reason why it is empty. */
export const figureHtml = async (figure: Figure | EmptyFigure): Promise<Html> => {
  const { id, title } = figure;
  if (figure.kind === 'empty') {
    return html`<div id="${id}"><h3>${title}</h3><p class="muted">Nothing to show: ${figure.why}.</p></div>`;
  }
  const { howToRead, numbers, table } = figure;
  const svg = await renderSvg(figure.spec, { id, title, description: numbers });
  return html`<figure id="${id}"><figcaption><h3>${title}</h3>${legend(figure.legend)}
    <p>${numbers}</p><p class="read">How to read: ${howToRead}</p></figcaption>
    ${svg}
    <details><summary>${title}: the numbers</summary>${dataTable(table, `${title}: the numbers`)}</details></figure>`;
};

/** A chart among others: its sentences are folded with its rows; a legend that they share may stand above them all. */
export const smallFigureHtml = async (figure: Figure, hasLegend: boolean): Promise<Html> => {
  const { id, title, howToRead, numbers, table } = figure;
  const svg = await renderSvg(figure.spec, { id, title, description: numbers });
  const name = `${title}: the numbers`;
  return html`<figure id="${id}"><figcaption><h3>${title}</h3>${hasLegend && legend(figure.legend)}</figcaption>
    ${svg}
    <details><summary>The numbers</summary><p>${numbers}</p><p class="read">${howToRead}</p>${dataTable(table, name)}</details></figure>`;
};
