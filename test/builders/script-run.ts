import type { Recording } from '../../planner/timeline/recording.ts';
import type { LoadLine } from '../../runs/schema/load-series.ts';

const lineOf = (line: LoadLine, each: number): LoadLine =>
  line.kind === 'counts' ? { ...line, arrivals: Math.round(line.arrivals / each) } : line;

/** The same requests, sent by a script: so many of them are one arrival of its plan. */
export const sentByScript = (
  { run, load, ...recording }: Recording,
  each: number,
  script = 'flow.js',
): Recording => ({
  ...recording,
  run: {
    ...run,
    config: { ...run.config, script },
    phases: run.phases.map((phase) => ({
      ...phase,
      pieces: phase.pieces.map((piece) => ({
        ...piece,
        fromRatePerSecond: piece.fromRatePerSecond / each,
        toRatePerSecond: piece.toRatePerSecond / each,
      })),
    })),
    plannedPerSecond: run.plannedPerSecond.map((n) => Math.round(n / each)),
  },
  load: load.map((line) => lineOf(line, each)),
});
