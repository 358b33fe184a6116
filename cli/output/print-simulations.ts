import { formatMs, formatQuantity } from '../../reports/format.ts';
import { simulationTable } from '../../reports/simulation-table.ts';
import { textTable } from '../../reports/text-table.ts';
import type { Simulation } from '../../runs/schema/simulation.ts';
import { print } from './print.ts';

const speedOf = (simulations: readonly Simulation[]): string => {
  const requests = simulations.reduce((sum, one) => sum + one.simulatedRequests, 0);
  const elapsedMs = simulations.reduce((sum, one) => sum + (one.elapsedMs ?? 0), 0);
  return `${formatQuantity(requests, 'request')} simulated in ${formatMs(elapsedMs)}`;
};

/** Answers side by side in a table, with what they have in common below it. */
export const simulationsText = (simulations: readonly Simulation[]): string => {
  const { caption, columns, rows } = simulationTable(simulations);
  return `${textTable(columns, rows)}\n\n${caption}. ${speedOf(simulations)}.`;
};

/** Prints answers to stdout: as JSON (one object, or an array for several), or side by side in a table. */
export const printSimulations = (
  simulations: readonly Simulation[],
  { json, series }: { readonly json: boolean; readonly series: boolean },
): void => {
  if (json) {
    const answer = simulations.length === 1 ? simulations[0] : simulations;
    // Indented, a series would fill a line with each of its numbers.
    console.log(JSON.stringify(answer, null, series ? 0 : 2));
    return;
  }
  print(simulationsText(simulations));
};
