import type { Evidence } from '../../runs/schema/result.ts';
import type { Recorded } from '../timeline/recording.ts';

/** Confidence of every measured interval: 19 of 20 repetitions would cover the truth. */
export const confidence = 0.95;

/** The file of a run folder that a figure was read from. */
type EvidenceFile = 'load.ndjson' | 'cluster.ndjson' | 'run.json';

/**
 * Where a measured figure comes from: one line per run that gave any.
 *
 * @param countOf how many samples a run gave (requests, start-ups, seconds)
 */
export const evidenceOf = (
  runs: readonly Recorded[],
  file: EvidenceFile,
  countOf: (recorded: Recorded, run: number) => number,
): Evidence[] =>
  runs
    .map((recorded, run) => ({
      file: `${recorded.run.id}/${file}`,
      fromSecond: 0,
      toSecond: recorded.timeline.seconds,
      n: Math.max(0, Math.round(countOf(recorded, run))),
    }))
    .filter(({ n }) => n > 0);
