import type { ClusterLine } from './schema/cluster-series.ts';
import type { LoadLine } from './schema/load-series.ts';

/**
 * What is to be said of the time behind the last line of a cluster series that was cut (half a copy, a full disk): it was not seen.
 * A tool that was killed wrote load and cluster to the same moment, so nothing is missing where the load has no end either.
 *
 * @param cluster lines in order of time
 * @param load lines of the same run
 * @returns a line for the end of the series; none where it is whole, or of an older folder, whose series never tell their end
 */
export const unknownTail = (cluster: readonly ClusterLine[], load: readonly LoadLine[]): ClusterLine[] => {
  const tellsEnd = cluster.some((line) => line.kind === 'header' && line.hasEnd === true);
  const hasEnded = cluster.some(({ kind }) => kind === 'end');
  const last = cluster.findLast((line) => 'atMs' in line);
  if (!tellsEnd || hasEnded || last === undefined || !load.some(({ kind }) => kind === 'end')) return [];
  const reason = 'the recording of the cluster ends before the load';
  return [{ kind: 'unknown', atMs: last.atMs, resource: 'cluster', reason }];
};
