import { formatMs, formatQuantity } from '../../reports/format.ts';
import { simulationTable } from '../../reports/simulation-table.ts';
import { fitsInto, textTable } from '../../reports/text-table.ts';
import type { Simulation } from '../../runs/schema/simulation.ts';
import { print, terminalWidth } from './print.ts';

const speedOf = (simulations: readonly Simulation[]): string => {
  const requests = simulations.reduce((sum, one) => sum + one.simulatedRequests, 0);
  const elapsedMs = simulations.reduce((sum, one) => sum + (one.elapsedMs ?? 0), 0);
  return `${formatQuantity(requests, 'request')} simulated in ${formatMs(elapsedMs)}`;
};

/**
 * Answers side by side in a table, with what they have in common below it; one below the other where they don't fit.
 *
 * @param width columns of the terminal; without it nothing is too wide
 */
export const simulationsText = (
  simulations: readonly Simulation[],
  width = Number.POSITIVE_INFINITY,
): string => {
  const { caption, columns, rows } = simulationTable(simulations);
  const beside = textTable(columns, rows);
  const one = (column: number): string =>
    textTable(
      ['measure', columns[column]!],
      rows.map((cells) => [cells[0]!, cells[column]!]),
    );
  const table = fitsInto(beside, width) ? beside : simulations.map((_, i) => one(i + 1)).join('\n\n');
  return `${table}\n\n${caption}. ${speedOf(simulations)}.`;
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
  print(simulationsText(simulations, terminalWidth()));
};
