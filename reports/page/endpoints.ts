import type { Result } from '../../runs/schema/result.ts';
import { endpointFigure } from '../charts/run/run-figure.ts';
import { endpointTable, resultOfEndpoint } from '../endpoints.ts';
import { type Html, html } from '../html.ts';
import { wordTable } from './table.ts';
import { timeFigureHtml } from './time-figure.ts';

const figureOf = (result: Result, i: number): Html => {
  const { name } = result.endpoints[i]!;
  const figure = endpointFigure(resultOfEndpoint(result, i), `endpoint-${i + 1}`, name);
  return html`<h3>${name}</h3>${timeFigureHtml(figure)}`;
};

/** Each endpoint in a row, and folded in charts of its own; nothing for a run with one. */
export const endpointsSection = (result: Result): Html | false => {
  const table = endpointTable(result);
  return (
    table !== undefined &&
    html`<section aria-labelledby="endpoints"><h2 id="endpoints">Endpoints</h2>
  ${wordTable(table)}
  <details class="other"><summary>Each endpoint second by second</summary>${result.endpoints.map((_, i) => figureOf(result, i))}</details></section>`
  );
};
