import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { LoadLine } from '../../runs/schema/load-series.ts';
import type { Timeline } from '../../runs/schema/result/timeline.ts';
import type { Run } from '../../runs/schema/run.ts';
import { buildTimeline } from './build-timeline.ts';
import { type FoldedLoad, foldLoad, type LoadCell, noCells } from './fold-load.ts';

/** What the run folder holds after `headroom test`. */
export type Recording = {
  readonly run: Run;
  readonly load: readonly LoadLine[];
  readonly cluster: readonly ClusterLine[];
  /** Lines of the load that could not be read. */
  readonly droppedLines: number;
  /** Lines of the cluster series that could not be read; absent: none. */
  readonly droppedClusterLines?: number;
};

/** One recording, joined on one grid of seconds: what every measured figure is read from. */
export type Recorded = {
  readonly run: Run;
  readonly load: FoldedLoad;
  readonly cluster: readonly ClusterLine[];
  readonly timeline: Timeline;
  /** By second of the timeline; undefined where nothing happened, or where the generator was at fault. */
  readonly cells: readonly (LoadCell | undefined)[];
};

/** Folds and joins the lines of a recording. O(lines + seconds). */
export const recordedOf = ({ run, load: lines, cluster }: Recording): Recorded => {
  const load = foldLoad(lines);
  const timeline = buildTimeline({ run, load, cluster });
  const startSecond = Math.floor(timeline.startedAtMs / 1000);
  const cells = Array.from({ length: timeline.seconds }, (_, i) =>
    timeline.load.generatorAtFault[i] ? undefined : load.bySecond.get(startSecond + i),
  );
  return { run, load, cluster, timeline, cells };
};

/**
 * The recording as one endpoint saw it: its requests alone, beside the cluster and the generator that all share.
 *
 * @param name of an endpoint; one that nothing was sent to has no request
 */
export const recordedOfEndpoint = (recorded: Recorded, name: string): Recorded => {
  const own = recorded.load.byEndpoint.get(name) ?? noCells;
  const startSecond = Math.floor(recorded.timeline.startedAtMs / 1000);
  return {
    ...recorded,
    load: { ...recorded.load, ...own },
    cells: recorded.cells.map((cell, second) => cell && own.bySecond.get(startSecond + second)),
  };
};
