import { basename, dirname, resolve } from 'node:path';
import { renderSimulationHtml } from '../../reports/simulation-html.ts';
import { writeText } from '../../runs/folder.ts';
import type { Simulation } from '../../runs/schema/simulation.ts';

/**
 * Draws simulated models side by side.
 *
 * @param file the HTML file to write
 * @returns its absolute path
 * @throws HeadroomError E_DISK when it can't be written
 */
export const writeSimulationReport = async (
  file: string,
  simulations: readonly Simulation[],
): Promise<string> =>
  writeText(dirname(resolve(file)), basename(file), await renderSimulationHtml(simulations));
