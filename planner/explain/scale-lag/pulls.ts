import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';

/** The kubelet says of each image when it had it, and of one that was there already. */
const reason = 'Pulled';

/**
 * When the last image of each pod was there, by the kubelet's events (cluster's clock, ms). Pods without such an event are
 * missing: events may be forbidden, or were merged.
 */
export const pulledIn = (cluster: readonly ClusterLine[]): ReadonlyMap<string, number> => {
  const pulled = new Map<string, number>();
  for (const line of cluster) {
    if (line.kind !== 'event' || line.objectKind !== 'Pod' || line.reason !== reason) continue;
    if (line.eventAtMs === null) continue;
    pulled.set(line.objectName, Math.max(line.eventAtMs, pulled.get(line.objectName) ?? 0));
  }
  return pulled;
};
