import { fluidAcross } from '../charts/across.ts';
import { descriptionOf, drawingSvg, drawnExtent, drawnHeightPx } from '../charts/drawing.ts';
import type { EmptyFigure, Figure } from '../charts/figure.ts';
import { type Html, html } from '../html.ts';
import { legend } from './legend.ts';
import { plotHtml } from './plot.ts';
import { dataTable } from './table.ts';

const drawn = ({ id, title, numbers, drawing }: Figure): Html =>
  plotHtml({
    id,
    title,
    description: descriptionOf({ drawing, numbers }),
    heightPx: drawnHeightPx(drawing),
    inside: drawingSvg(drawing, id, fluidAcross(drawnExtent(drawing))),
    isWide: drawing.kind === 'rows',
  });

const rowsHtml = ({ rows }: Figure, name: string): Html =>
  'rows' in rows ? dataTable(rows, name) : html`<p>Its rows: <a href="#${rows.id}">${rows.title}</a>.</p>`;

/** A chart with its caption and its rows, or the reason why it is empty. */
export const figureHtml = (figure: Figure | EmptyFigure): Html => {
  const { id, title } = figure;
  if (figure.kind === 'empty') {
    return html`<div id="${id}"><h3>${title}</h3><p class="muted">Nothing to show: ${figure.why}.</p></div>`;
  }
  const { howToRead, numbers } = figure;
  const name = `${title}: the numbers`;
  return html`<figure id="${id}"><figcaption><h3>${title}</h3>${legend(figure.legend)}
    <p>${numbers}</p><p class="read">How to read: ${howToRead}</p></figcaption>
    ${drawn(figure)}
    <details><summary>${name}</summary>${rowsHtml(figure, name)}</details></figure>`;
};

/** A chart among others: its sentences are folded with its rows; a legend that they share may stand above them all. */
export const smallFigureHtml = (figure: Figure, hasLegend: boolean): Html => {
  const { id, title, howToRead, numbers } = figure;
  return html`<figure id="${id}"><figcaption><h3>${title}</h3>${hasLegend && legend(figure.legend)}</figcaption>
    ${drawn(figure)}
    <details><summary>Numbers</summary><p>${numbers}</p><p class="read">${howToRead}</p>${rowsHtml(figure, `${title}: the numbers`)}</details></figure>`;
};
