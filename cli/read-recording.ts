import { sumOf } from '../planner/stats/sum.ts';
import { plannedSecondsOf } from '../planner/timeline/planned-rate.ts';
import type { Recording } from '../planner/timeline/recording.ts';
import { fileBytes, readJson } from '../runs/folder.ts';
import { clusterLineSchema } from '../runs/schema/cluster-series.ts';
import { type LoadLine, loadLineSchema } from '../runs/schema/load-series.ts';
import { type Run, runSchema } from '../runs/schema/run.ts';
import { readSeries } from '../runs/series-file.ts';

/** The series of a run folder. */
const seriesFiles = { load: 'load.ndjson', cluster: 'cluster.ndjson' } as const;

/** A stream begins and ends about with its load; what lies further away is damaged. */
const slackSeconds = { before: 60, after: 3600 } as const;

/** Whether a line belongs to the time of the load: one far from it would make a timeline of years. */
const isOfLoad = (line: LoadLine, { loadStartedAtMs, createdAtMs, phases }: Run): boolean => {
  if (!('second' in line)) return true;
  const offset = line.second - Math.floor((loadStartedAtMs ?? createdAtMs) / 1000);
  return offset >= -slackSeconds.before && offset <= plannedSecondsOf(phases) + slackSeconds.after;
};

/**
 * What a run folder holds, whenever its writer ended.
 *
 * @throws HeadroomError E_RUN_FOLDER when run.json is missing or broken
 */
export const readRecording = async (folder: string): Promise<Recording> => {
  const run = await readJson(folder, 'run.json', runSchema);
  const [load, cluster] = await Promise.all([
    readSeries(folder, seriesFiles.load, loadLineSchema),
    readSeries(folder, seriesFiles.cluster, clusterLineSchema),
  ]);
  const ofLoad = load.lines.filter((line) => isOfLoad(line, run));
  const droppedLines = load.dropped + load.lines.length - ofLoad.length + cluster.dropped;
  return { run, load: ofLoad, cluster: cluster.lines, droppedLines };
};

/** Size of all series of a run folder as text, in bytes; an absent one has none. */
export const seriesBytesOf = async (folder: string): Promise<number> => {
  const sizes = await Promise.all(Object.values(seriesFiles).map((name) => fileBytes(folder, name)));
  return sumOf(sizes);
};
