import type {
  AutoscalerLine,
  EventLine,
  NodeLine,
  PodLine,
  ScalerLine,
  WorkloadLine,
} from '../../runs/schema/cluster-series.ts';

/** A line about one object of the cluster. */
export type ObjectLine = WorkloadLine | PodLine | EventLine | NodeLine | AutoscalerLine | ScalerLine;

/**
 * The last line of an object that is gone: its last known state, marked. A pod that is gone serves nothing, so it
 * is no longer ready. Null for events: they expire after an hour, which changes nothing in the cluster.
 */
export const asDeleted = (line: ObjectLine, atMs: number): ObjectLine | null => {
  if (line.kind === 'event') return null;
  if (line.kind === 'pod') return { ...line, atMs, ready: false, terminating: true, deleted: true };
  if (line.kind === 'node') return { ...line, atMs, ready: false, deleted: true };
  return { ...line, atMs, deleted: true };
};
