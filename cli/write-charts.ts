import { join } from 'node:path';
import { HeadroomError, messageOf } from '../errors/headroom-error.ts';
import { makeFolders } from '../errors/make-folders.ts';
import { type ChartFormat, chartFiles } from '../reports/chart-files.ts';
import type { Report } from '../reports/report.ts';
import { writeText } from '../runs/folder.ts';

/** The folder of a run that its charts are written into. */
const chartsFolder = 'charts';

/**
 * Writes every chart of a run as a file of its own.
 *
 * @returns paths of the files, in the order of the report
 * @throws HeadroomError E_DISK
 */
export const writeCharts = async (folder: string, report: Report, format: ChartFormat): Promise<string[]> => {
  const target = join(folder, chartsFolder);
  try {
    await makeFolders(target);
  } catch (error) {
    throw new HeadroomError('E_DISK', {
      what: `${chartsFolder} can't be made: ${messageOf(error)}`,
      where: folder,
      fix: 'check the free space and the rights of the folder',
      cause: error,
    });
  }
  const files = chartFiles(report, format);
  return Promise.all(files.map(({ name, text }) => writeText(target, name, text)));
};
