import { secondsCsv } from '../reports/csv/seconds.ts';
import { writeText } from '../runs/folder.ts';
import type { Timeline } from '../runs/schema/result/timeline.ts';

/**
 * Writes the grid of seconds into a run's folder, as CSV.
 *
 * @returns paths of the files: of the whole load, then of each endpoint where there are several
 * @throws HeadroomError E_DISK
 */
export const writeSeconds = (folder: string, timeline: Timeline): Promise<string[]> =>
  Promise.all(secondsCsv(timeline).map(({ name, text }) => writeText(folder, name, text)));
