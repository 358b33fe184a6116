import { fluidAcross } from '../charts/across.ts';
import type { Table } from '../charts/figure.ts';
import { legendOf } from '../charts/legend.ts';
import { rowSecondsOf } from '../charts/per-second-table.ts';
import { drawnPanels, type Panel, type TimeFigure } from '../charts/time/model.ts';
import { everySecond, panelHeightPx, panelSvg } from '../charts/time/panel-svg.ts';
import { axisHeightPx, axisSvg, headHeightPx, headSvg } from '../charts/time/strips.ts';
import { figureTable } from '../charts/time/table.ts';
import { extentOf, wholeView } from '../charts/time/view.ts';
import { type Html, html, trusted } from '../html.ts';
import { legend } from './legend.ts';
import { plotHtml } from './plot.ts';
import { dataTable } from './table.ts';

/** An SVG as wide as its column. The class has the room for the labels of the axis. */
const strip = (heightPx: number, inside: Html, name = 'plot'): Html =>
  html`<svg class="${name}" height="${heightPx}" aria-hidden="true">${inside}</svg>`;

const acrossOf = (figure: TimeFigure) => fluidAcross(extentOf(wholeView(figure)));

const panelHtml = (figure: TimeFigure, panel: Panel): Html => {
  const { id, title, numbers } = panel;
  const inside = panelSvg(figure, panel, acrossOf(figure));
  return html`<div class="panel" id="${id}"><h3>${title}</h3>${legend(legendOf(panel))}
    ${plotHtml({ id, title, description: numbers, heightPx: panelHeightPx(panel), inside })}</div>`;
};

const readingOf = ({ title, numbers, howToRead }: Panel): Html =>
  html`<dt>${title}</dt><dd>${numbers} <span class="read">${howToRead}</span></dd>`;

/** Stands for the cell above it: most columns change seldom. */
const asAbove = 0;

const shortened = ({ rows }: Table): (string | 0)[][] =>
  rows.map((cells, i) => cells.map((cell, j) => (cell === rows[i - 1]?.[j] ? asAbove : cell)));

/**
 * What a page of a long run carries beside its pictures, for the script: every second as a row of the table, and as a
 * corner of the paths. A short run has both in its table and in its pictures.
 */
const carried = (figure: TimeFigure): Html | false => {
  if (rowSecondsOf(figure.seconds) === 1) return false;
  const table = figureTable(figure, Number.POSITIVE_INFINITY);
  const paths = drawnPanels(figure).map((panel) => everySecond(panel, acrossOf(figure)));
  const json = JSON.stringify({ caption: table.caption, rows: shortened(table), paths });
  return html`<script type="application/json">${trusted(json.replaceAll('<', '\\u003c'))}</script>`;
};

const numbersOf = (figure: TimeFigure): Html => {
  const name = `${figure.title}: the numbers`;
  return html`<details><summary>${name}, and how to read them</summary><dl>${drawnPanels(figure).map(readingOf)}</dl>${dataTable(figureTable(figure), name)}</details>${carried(figure)}`;
};

/**
 * Panels on one time axis, with the numbers behind them; a panel without data says why in a line.
 *
 * @param numbers what stands below the panels in place of the table of the figure
 */
export const timeFigureHtml = (figure: TimeFigure, numbers = numbersOf(figure)): Html => {
  const view = wholeView(figure);
  const across = acrossOf(figure);
  const panels = drawnPanels(figure);
  const drawn = panels.map((panel) => panelHtml(figure, panel));
  // A sheet of paper may end there, below the time axis once more.
  const half = Math.floor(panels.length / 2);
  const axisId = `${figure.id}-axis`;
  const empty = figure.panels.filter((panel) => panel.kind === 'empty');
  return html`<figure class="time" id="${figure.id}" data-seconds="${figure.seconds}"${figure.runs.length > 0 && html` data-runs="${figure.runs.join()}"`}>
    ${
      panels.length > 0 &&
      html`<div class="panels">${strip(headHeightPx(figure), html`<g data-strip="head">${trusted(headSvg(figure, view, across))}</g>`)}
    ${drawn.slice(0, half)}${half > 0 && strip(axisHeightPx, html`<use href="#${axisId}"/>`, 'plot print')}${drawn.slice(half)}
    ${strip(axisHeightPx, html`<g id="${axisId}" data-strip="axis">${trusted(axisSvg(view, across.place))}</g>`)}</div>`
    }
    ${empty.map(({ id, title, why }) => html`<p class="muted" id="${id}"><b>${title}</b>: nothing to show, ${why}.</p>`)}
    ${panels.length > 0 && numbers}</figure>`;
};
