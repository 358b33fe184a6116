import type { Run } from '../../runs/schema/run.ts';

/** Whether a recording stops before the end of its plan: what it lacks may be what matters. */
export const isCut = ({ status, stopped }: Pick<Run, 'status' | 'stopped'>): boolean =>
  status !== 'complete' || stopped !== null;
