import type { Recording } from '../planner/timeline/recording.ts';
import { readJson } from '../runs/folder.ts';
import { clusterLineSchema } from '../runs/schema/cluster-series.ts';
import { loadLineSchema } from '../runs/schema/load-series.ts';
import { runSchema } from '../runs/schema/run.ts';
import { readSeries } from '../runs/series-file.ts';

/**
 * What a run folder holds, whenever its writer ended.
 *
 * @throws HeadroomError E_RUN_FOLDER when run.json is missing or broken
 */
export const readRecording = async (folder: string): Promise<Recording> => {
  const run = await readJson(folder, 'run.json', runSchema);
  const [load, cluster] = await Promise.all([
    readSeries(folder, 'load.ndjson', loadLineSchema),
    readSeries(folder, 'cluster.ndjson', clusterLineSchema),
  ]);
  return { run, load: load.lines, cluster: cluster.lines, droppedLines: load.dropped + cluster.dropped };
};
