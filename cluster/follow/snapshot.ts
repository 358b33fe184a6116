import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { Cluster } from '../connect/open.ts';
import { watchCluster } from './watch.ts';

/** What a recording of a cluster begins with: one line for each object of the service, and what can't be read. */
export const snapshotOf = async (cluster: Cluster, signal: AbortSignal): Promise<readonly ClusterLine[]> => {
  const lines: ClusterLine[] = [];
  const end = new AbortController();
  const { done } = await watchCluster(cluster, {
    onLine: (line) => lines.push(line),
    signal: AbortSignal.any([signal, end.signal]),
    now: Date.now,
    // The recording itself tries longer.
    limits: { unknownAfterMs: 3_000 },
  });
  end.abort();
  await done;
  return lines;
};
