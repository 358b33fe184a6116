import type { AutoscalerLine, ClusterLine, PodLine } from '../../../runs/schema/cluster-series.ts';

/** What a watch had seen at one moment. */
export type Seen = {
  /** Without those that are gone or on their way out. */
  readonly pods: readonly PodLine[];
  /** The HPA as its status stood; undefined: none was seen. Of several the one that changed last. */
  readonly autoscaler: AutoscalerLine | undefined;
};

/**
 * Walks through the lines of a recording, forwards only.
 *
 * @param lines in order of time
 * @returns the state at a moment (tool's clock, ms), no earlier than the last one that was asked for. O(lines) in all.
 */
export const cursorOver = (lines: readonly ClusterLine[]): ((atMs: number) => Seen) => {
  const pods = new Map<string, PodLine>();
  let autoscaler: AutoscalerLine | undefined;
  let next = 0;
  const take = (line: ClusterLine): void => {
    if (line.kind === 'autoscaler') autoscaler = line.deleted ? undefined : line;
    if (line.kind !== 'pod') return;
    if (line.deleted || line.terminating) pods.delete(line.name);
    else pods.set(line.name, line);
  };
  return (atMs) => {
    for (let line = lines[next]; line !== undefined; line = lines[++next]) {
      if ('atMs' in line && line.atMs > atMs) break;
      take(line);
    }
    return { pods: [...pods.values()], autoscaler };
  };
};
