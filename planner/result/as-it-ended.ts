import type { LoadLine } from '../../runs/schema/load-series.ts';
import type { Run } from '../../runs/schema/run.ts';
import type { Recording } from '../timeline/recording.ts';

/** Whether the generator itself says that it fired all of its plan; a threshold that ends the load leaves arrivals out. */
const saysComplete = (lines: readonly LoadLine[]): boolean => {
  const ends = lines.filter((line) => line.kind === 'end');
  return ends.length > 0 && ends.every(({ reason, notStarted }) => reason === 'complete' && notStarted === 0);
};

/**
 * A run as its load ended. A run.json that still says "running" was left by a tool that was killed, or whose disk was full when the
 * load was over (or it is read while the load is fired): then the last line of the load tells.
 */
export const asItEnded = ({ run, load }: Pick<Recording, 'run' | 'load'>): Run => {
  if (run.status !== 'running') return run;
  if (saysComplete(load)) return { ...run, status: 'complete' };
  const stopped = { by: 'tool', reason: null, atMs: run.endedAtMs ?? run.createdAtMs } as const;
  return { ...run, status: 'interrupted', stopped };
};
