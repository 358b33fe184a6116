import type { Result } from '../../runs/schema/result.ts';
import type { EmptyFigure, Figure, FigureBuilder } from '../charts/figure.ts';
import { latencyByOutcomeFigure } from '../charts/latency.ts';
import { outcomesFigure } from '../charts/outcomes.ts';
import { endpointTable, resultOfEndpoint } from '../endpoints.ts';
import { type Html, html } from '../html.ts';
import { figureHtml } from './figure.ts';
import { wordTable } from './table.ts';

/** What tells the endpoints apart: how their requests ended, and how long they took. */
const builders: readonly FigureBuilder[] = [outcomesFigure, latencyByOutcomeFigure];

const figuresOf = (result: Result, i: number): (Figure | EmptyFigure)[] =>
  builders.map((build) => {
    const figure = build(resultOfEndpoint(result, i));
    return {
      ...figure,
      id: `endpoint-${i + 1}-${figure.id}`,
      title: `${result.endpoints[i]!.name}: ${figure.title}`,
    };
  });

/** Each endpoint in a row and in charts of its own; nothing for a run with one. */
export const endpointsSection = async (result: Result): Promise<Html | false> => {
  const table = endpointTable(result);
  if (table === undefined) return false;
  const figures = result.endpoints.flatMap((_, i) => figuresOf(result, i));
  return html`<section aria-labelledby="endpoints"><h2 id="endpoints">Endpoints</h2>
  ${wordTable(table)}${await Promise.all(figures.map(figureHtml))}</section>`;
};
