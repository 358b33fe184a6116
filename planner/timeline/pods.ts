import type { ClusterLine, PodLine } from '../../runs/schema/cluster-series.ts';

/** All lines of one pod, in order of time; at least one. */
export type PodLines = readonly [PodLine, ...PodLine[]];

/**
 * A StatefulSet gives a new pod the name of the one before it. The new one was created at another time; a line that tells no
 * such time is of a new pod if the one before it tells that the pod was gone.
 */
const isAnother = (before: PodLine, line: PodLine): boolean =>
  before.createdAtMs === null || line.createdAtMs === null
    ? before.deleted && !line.deleted
    : line.createdAtMs !== before.createdAtMs;

/**
 * The pods of a recording, each with its own lines, in order of first sight. Pods that had one name after each other are several.
 *
 * @param cluster lines in order of time
 */
export const podsIn = (cluster: readonly ClusterLine[]): PodLines[] => {
  const pods: [PodLine, ...PodLine[]][] = [];
  const newest = new Map<string, [PodLine, ...PodLine[]]>();
  for (const line of cluster) {
    if (line.kind !== 'pod') continue;
    const known = newest.get(line.name);
    if (known !== undefined && !isAnother(known.at(-1)!, line)) {
      known.push(line);
      continue;
    }
    const pod: [PodLine, ...PodLine[]] = [line];
    newest.set(line.name, pod);
    pods.push(pod);
  }
  return pods;
};
