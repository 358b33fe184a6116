import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import type { Startup } from '../../measure/startups.ts';

/** The kubelet says of each image when it had it, and of one that was there already. */
const reason = 'Pulled';

/**
 * When images of each pod were there, by the kubelet's events (cluster's clock, ms), in order of time. Pods without such an event
 * are missing: events may be forbidden, or were merged.
 */
const pullsIn = (cluster: readonly ClusterLine[]): ReadonlyMap<string, readonly number[]> => {
  const pulls = new Map<string, number[]>();
  for (const line of cluster) {
    if (line.kind !== 'event' || line.objectKind !== 'Pod' || line.reason !== reason) continue;
    if (line.eventAtMs === null) continue;
    pulls.set(line.objectName, [...(pulls.get(line.objectName) ?? []), line.eventAtMs]);
  }
  for (const own of pulls.values()) own.sort((a, b) => a - b);
  return pulls;
};

/** Times of the API are cut to whole seconds. */
const cutMs = 1000;

/**
 * How long each start-up waited for its last image, from its place on a node, in ms; null where nothing tells. An image that came
 * after the containers ran is of a restart, or of a later pod of the same name.
 */
export const imageWaitsIn = (
  cluster: readonly ClusterLine[],
): ((startup: Pick<Startup, 'pod' | 'placedApiMs' | 'partsMs'>) => number | null) => {
  const pulls = pullsIn(cluster);
  return ({ pod, placedApiMs, partsMs }) => {
    if (placedApiMs === null || partsMs.pull === null) return null;
    const latestMs = placedApiMs + partsMs.pull + cutMs;
    const imageAtMs = pulls.get(pod)?.findLast((atMs) => atMs <= latestMs);
    return imageAtMs === undefined ? null : imageAtMs - placedApiMs;
  };
};
