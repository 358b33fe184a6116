import { HeadroomError } from '../errors/headroom-error.ts';
import { sumOf } from '../planner/stats/sum.ts';
import { plannedSecondsOf } from '../planner/timeline/planned-rate.ts';
import type { Recording } from '../planner/timeline/recording.ts';
import { fileBytes, readJson } from '../runs/folder.ts';
import { type ClusterLine, clusterLineSchema } from '../runs/schema/cluster-series.ts';
import { type LoadLine, loadLineSchema } from '../runs/schema/load-series.ts';
import { type Run, runSchema } from '../runs/schema/run.ts';
import { readSeries } from '../runs/series-file.ts';
import { unknownTail } from '../runs/unknown-tail.ts';

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

/** What no two lines of a generator share. In real recordings the number is enough; lines that a bench makes up share it. */
const identityOf = (line: LoadLine): string =>
  JSON.stringify([
    line.generator,
    line.seq,
    line.kind,
    'second' in line && line.second,
    'atMs' in line && line.atMs,
    'endpoint' in line && line.endpoint,
    'phase' in line && line.phase,
    'outcome' in line && line.outcome,
  ]);

/** Whether a line agrees with itself: of the requests that ended in some way it has as many latencies. */
const isSound = (line: LoadLine): boolean =>
  line.kind !== 'counts' ||
  Object.entries(line.latencyMs ?? {}).every(([outcome, { count }]) => count === line.outcomes[outcome]);

/** Lines that can be believed: of the time of the load, sound, and each once. */
const believable = (lines: readonly LoadLine[], run: Run): LoadLine[] => {
  const known = new Set<string>();
  return lines.filter((line) => {
    const identity = identityOf(line);
    if (known.has(identity) || !isOfLoad(line, run) || !isSound(line)) return false;
    known.add(identity);
    return true;
  });
};

/** Refuses the load of another run: the second at which it began stands in both files. */
const demandOwnLoad = (lines: readonly LoadLine[], { id, loadStartedAtMs }: Run, folder: string): void => {
  const header = lines.find((line) => line.kind === 'header');
  if (header === undefined || loadStartedAtMs === null || header.startedAtMs === loadStartedAtMs) return;
  const [began, ownBegan] = [header.startedAtMs, loadStartedAtMs].map((atMs) => new Date(atMs).toISOString());
  throw new HeadroomError('E_RUN_FOLDER', {
    what: `${seriesFiles.load} is that of another run: its load began at ${began}, that of ${id} at ${ownBegan}`,
    where: folder,
    fix: `bring back the ${seriesFiles.load} of this run, or record it again`,
  });
};

/** Refuses what was seen of the cluster in another run. Older recordings do not name theirs. */
const demandOwnWatch = (lines: readonly ClusterLine[], { id }: Run, folder: string): void => {
  const header = lines.find((line) => line.kind === 'header');
  if (header?.runId === undefined || header.runId === id) return;
  throw new HeadroomError('E_RUN_FOLDER', {
    what: `${seriesFiles.cluster} is that of another run (${header.runId}); this folder holds ${id}`,
    where: folder,
    fix: `bring back the ${seriesFiles.cluster} of this run, or remove the file: the run is then reported without its cluster`,
  });
};

/**
 * What a run folder holds, whenever its writer ended.
 *
 * @throws HeadroomError E_RUN_FOLDER when run.json is missing or broken, or a series was copied from another run
 */
export const readRecording = async (folder: string): Promise<Recording> => {
  const run = await readJson(folder, 'run.json', runSchema);
  const [load, cluster] = await Promise.all([
    readSeries(folder, seriesFiles.load, loadLineSchema),
    readSeries(folder, seriesFiles.cluster, clusterLineSchema),
  ]);
  demandOwnLoad(load.lines, run, folder);
  demandOwnWatch(cluster.lines, run, folder);
  const ofLoad = believable(load.lines, run);
  const droppedLines = load.dropped + load.lines.length - ofLoad.length;
  const ofCluster = [...cluster.lines, ...unknownTail(cluster.lines, ofLoad)];
  return { run, load: ofLoad, cluster: ofCluster, droppedLines, droppedClusterLines: cluster.dropped };
};

/** Size of all series of a run folder as text, in bytes; an absent one has none. */
export const seriesBytesOf = async (folder: string): Promise<number> => {
  const sizes = await Promise.all(Object.values(seriesFiles).map((name) => fileBytes(folder, name)));
  return sumOf(sizes);
};
