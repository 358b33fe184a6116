import type { GappySeries } from '../../planner/stats/cross-correlation.ts';
import { fluidAcross } from '../charts/across.ts';
import { legendOf } from '../charts/legend.ts';
import { drawnPanels, type Panel, type Series, type TimeFigure } from '../charts/time/model.ts';
import { panelHeightPx, panelSvg } from '../charts/time/panel-svg.ts';
import { axisHeightPx, axisSvg, headHeightPx, headSvg } from '../charts/time/strips.ts';
import { figureTable } from '../charts/time/table.ts';
import { extentOf, type View, wholeView } from '../charts/time/view.ts';
import { type Html, html, trusted } from '../html.ts';
import { legend } from './legend.ts';
import { plotHtml } from './plot.ts';
import { dataTable } from './table.ts';

/** An SVG as wide as its column. The class has the room for the labels of the axis. */
const strip = (name: string, heightPx: number, inside: string): Html =>
  html`<svg class="plot" data-strip="${name}" height="${heightPx}" aria-hidden="true">${trusted(inside)}</svg>`;

const panelHtml = (figure: TimeFigure, panel: Panel, view: View): Html => {
  const { id, title, numbers } = panel;
  const inside = panelSvg(figure, panel, view, fluidAcross(extentOf(view)));
  return html`<div class="panel" id="${id}"><h3>${title}</h3>${legend(legendOf(panel))}
    ${plotHtml({ id, title, description: numbers, heightPx: panelHeightPx(panel), inside })}</div>`;
};

const readingOf = ({ title, numbers, howToRead }: Panel): Html =>
  html`<dt>${title}</dt><dd>${numbers} <span class="read">${howToRead}</span></dd>`;

/** As many digits as are ever shown. */
const digitsMost = 3;
const carriedValues = (values: GappySeries): (number | null)[] =>
  values.map((value) =>
    value === null || Number.isInteger(value) ? value : Number(value.toPrecision(digitsMost)),
  );

const carriedSeries = ({ values, upTo, ...series }: Series): Series => ({
  ...series,
  values: carriedValues(values),
  ...(upTo && { upTo: carriedValues(upTo) }),
});

/** The numbers of a figure, for the script: without the sentences, which stand in the page. */
const carried = (figure: TimeFigure): Html => {
  const panels = drawnPanels(figure).map((panel) => ({
    ...panel,
    howToRead: '',
    numbers: '',
    series: panel.series.map(carriedSeries),
  }));
  const json = JSON.stringify({ ...figure, panels }).replaceAll('<', '\\u003c');
  return html`<script type="application/json">${trusted(json)}</script>`;
};

/** Panels on one time axis, with the numbers behind them; a panel without data says why in a line. */
export const timeFigureHtml = (figure: TimeFigure): Html => {
  const view = wholeView(figure);
  const across = fluidAcross(extentOf(view));
  const panels = drawnPanels(figure);
  const empty = figure.panels.filter((panel) => panel.kind === 'empty');
  const name = `${figure.title}: the numbers`;
  return html`<figure class="time" id="${figure.id}">
    ${panels.length > 0 && strip('head', headHeightPx(figure, view), headSvg(figure, view, across))}
    ${panels.map((panel) => panelHtml(figure, panel, view))}
    ${panels.length > 0 && strip('axis', axisHeightPx, axisSvg(view, across))}
    ${empty.map(({ id, title, why }) => html`<p class="muted" id="${id}"><b>${title}</b>: nothing to show, ${why}.</p>`)}
    ${
      panels.length > 0 &&
      html`<details><summary>${name}, and how to read them</summary><dl>${panels.map(readingOf)}</dl>${dataTable(figureTable(figure), name)}</details>${carried(figure)}`
    }</figure>`;
};
