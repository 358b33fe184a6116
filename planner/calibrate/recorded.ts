import type { Calibration } from '../../runs/schema/calibration.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { Run } from '../../runs/schema/run.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import type { Recording } from '../result/build-result.ts';
import { buildTimeline } from '../timeline/build-timeline.ts';
import { type FoldedLoad, foldLoad, type LoadCell } from '../timeline/fold-load.ts';

/** One recording, joined: what every input of the model is read from. */
export type Recorded = {
  readonly run: Run;
  readonly load: FoldedLoad;
  readonly cluster: readonly ClusterLine[];
  readonly timeline: Timeline;
  /** By second of the timeline; undefined where nothing happened. */
  readonly cells: readonly (LoadCell | undefined)[];
};

export const confidence = 0.95;

export const recordedOf = ({ run, load: lines, cluster }: Recording): Recorded => {
  const load = foldLoad(lines);
  const timeline = buildTimeline({ run, load, cluster });
  const startSecond = Math.floor(timeline.startedAtMs / 1000);
  const cells = Array.from({ length: timeline.seconds }, (_, i) => load.bySecond.get(startSecond + i));
  return { run, load, cluster, timeline, cells };
};

type Evidence = Calibration['service']['evidence'];

/** One line of evidence per run that gave any. */
export const evidenceOf = (
  runs: readonly Recorded[],
  file: 'load.ndjson' | 'cluster.ndjson' | 'run.json',
  countOf: (recorded: Recorded, run: number) => number,
): Evidence =>
  runs
    .map((recorded, run) => ({
      file: `${recorded.run.id}/${file}`,
      fromSecond: 0,
      toSecond: recorded.timeline.seconds,
      n: Math.max(0, Math.round(countOf(recorded, run))),
    }))
    .filter(({ n }) => n > 0);

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** A number in a sentence: three digits are all that a reader wants. */
export const inWords = (value: number): string => String(Number(value.toPrecision(3)));
