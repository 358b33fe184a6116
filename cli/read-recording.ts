import { sumOf } from '../planner/stats/sum.ts';
import { plannedSecondsOf } from '../planner/timeline/planned-rate.ts';
import type { Recording } from '../planner/timeline/recording.ts';
import { fileBytes, readJson } from '../runs/folder.ts';
import { type ClusterLine, clusterLineSchema } from '../runs/schema/cluster-series.ts';
import { type LoadLine, loadLineSchema } from '../runs/schema/load-series.ts';
import { type Run, runSchema } from '../runs/schema/run.ts';
import { readSeries } from '../runs/series-file.ts';

/** The series of a run folder. */
const seriesFiles = { load: 'load.ndjson', cluster: 'cluster.ndjson' } as const;

/** A stream begins and ends about with its load; what lies further away is damaged. */
const slackSeconds = { before: 60, after: 3600 } as const;

/** Whether a second of the clock is later than any of the load can be. */
const isTooLate = (second: number, { loadStartedAtMs, createdAtMs, phases }: Run): boolean => {
  const offset = second - Math.floor((loadStartedAtMs ?? createdAtMs) / 1000);
  return offset > plannedSecondsOf(phases) + slackSeconds.after;
};

/** Whether a line belongs to the time of the load: one far from it would make a timeline of years. */
const isOfLoad = (line: LoadLine, run: Run): boolean => {
  if (!('second' in line)) return true;
  const startSecond = Math.floor((run.loadStartedAtMs ?? run.createdAtMs) / 1000);
  return line.second >= startSecond - slackSeconds.before && !isTooLate(line.second, run);
};

/**
 * The lines of a watch, or none: a watch that ended before the run was made, or began long after its load, saw another run, and
 * its last state would pass for that of the whole load. A line alone may be older, as nodes are read long before a load that
 * waits.
 */
const ofWatch = (lines: readonly ClusterLine[], run: Run): readonly ClusterLine[] => {
  const timed = lines.filter((line) => 'atMs' in line);
  const isOfRun = ({ atMs }: { readonly atMs: number }): boolean =>
    atMs >= run.createdAtMs - slackSeconds.before * 1000 && !isTooLate(atMs / 1000, run);
  return timed.length === 0 || timed.some(isOfRun) ? lines : [];
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
  const seen = ofWatch(cluster.lines, run);
  const leftOut = load.lines.length - ofLoad.length + cluster.lines.length - seen.length;
  return { run, load: ofLoad, cluster: seen, droppedLines: load.dropped + cluster.dropped + leftOut };
};

/** Size of all series of a run folder as text, in bytes; an absent one has none. */
export const seriesBytesOf = async (folder: string): Promise<number> => {
  const sizes = await Promise.all(Object.values(seriesFiles).map((name) => fileBytes(folder, name)));
  return sumOf(sizes);
};
