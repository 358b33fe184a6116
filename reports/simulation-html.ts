import type { Simulation } from '../runs/schema/simulation.ts';
import { simulationFigures } from './charts/simulation-figures.ts';
import type { TimeFigure } from './charts/time/model.ts';
import { formatQuantity } from './format.ts';
import { type Html, html } from './html.ts';
import { renderPage } from './page/shell.ts';
import { dataTable } from './page/table.ts';
import { timeFigureHtml } from './page/time-figure.ts';
import { simulationTable } from './simulation-table.ts';

const modelFigure = (figure: TimeFigure): Html =>
  html`<div><h2>${figure.title}</h2>${timeFigureHtml(figure)}</div>`;

/**
 * What-if page of `headroom simulate --report`: answers and courses of one or several models side by side, all on the
 * same scales. The same answers give the same bytes: what a run says of its own speed is left out.
 *
 * @param simulations answers with their `series`; an answer without them gets its column, but no charts
 */
export const renderSimulationHtml = async (simulations: readonly Simulation[]): Promise<string> => {
  const title = `What if: ${formatQuantity(simulations.length, 'simulated model')}`;
  return renderPage(
    title,
    html`
    <header><p class="muted">Simulated, not measured: an endpoint and its autoscaler on paper.</p></header>
    <main>
    <h1>${title}</h1>
    ${
      simulations.length === 0
        ? html`<p>No model was simulated.</p>`
        : html`${dataTable(simulationTable(simulations))}
          <p class="muted">The charts show means over the replications of each model, second by second, on one scale for all models.</p>
          <div class="side">${simulationFigures(simulations).map(modelFigure)}</div>`
    }
    </main>`,
  );
};
