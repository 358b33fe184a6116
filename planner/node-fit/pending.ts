import type { ClusterLine, PodLine } from '../../runs/schema/cluster-series.ts';
import { isReplica } from '../../runs/schema/pod-phase.ts';
import { podLives } from '../measure/pod-lives.ts';
import type { Recorded } from '../timeline/recording.ts';

/** What the run itself showed of the nodes' room. */
export type SeenPending = {
  /** Pods that fitted on no node for some time. */
  readonly pods: number;
  /** Replicas that had a node while others fitted on none until the end; null: none did so. */
  readonly placedAtEnd: number | null;
  /** The longest wait for a node that came in the end, seconds; null: none did. */
  readonly nodeLagSeconds: number | null;
  /** What the scheduler said of the last pod that fitted nowhere. */
  readonly said: string | null;
  /** What adds nodes said of them. */
  readonly nodeAutoscaler: readonly string[];
};

/** Events of the cluster autoscaler and of Karpenter about a pod that fits nowhere. */
const nodeEvents: readonly string[] = ['TriggeredScaleUp', 'NotTriggerScaleUp', 'Nominated', 'FailedScaleUp'];

const eventsIn = (cluster: readonly ClusterLine[]): string[] => [
  ...new Set(
    cluster.flatMap((line) =>
      line.kind === 'event' && line.objectKind === 'Pod' && nodeEvents.includes(line.reason)
        ? [`${line.reason}: ${line.message}`]
        : [],
    ),
  ),
];

/** Each replica as it was seen last: pods that ended, or are on their way out, are left away. */
const lastSeen = (cluster: readonly ClusterLine[]): readonly PodLine[] => {
  const pods = new Map<string, PodLine>();
  for (const line of cluster) {
    if (line.kind !== 'pod') continue;
    if (isReplica(line)) pods.set(line.name, line);
    else pods.delete(line.name);
  }
  return [...pods.values()];
};

/** What the recording shows of pods that fitted on no node. */
export const pendingIn = ({ cluster }: Pick<Recorded, 'cluster'>): SeenPending => {
  const waited = podLives(cluster).filter(({ unschedulableMs }) => unschedulableMs !== null);
  const atEnd = lastSeen(cluster);
  const left = atEnd.filter(({ unschedulableMessage }) => unschedulableMessage !== null);
  const lags = waited.flatMap(({ unschedulableMs, placedMs }) =>
    placedMs === null ? [] : [(placedMs - unschedulableMs!) / 1000],
  );
  const said = cluster.findLast((line) => line.kind === 'pod' && line.unschedulableMessage !== null);
  return {
    pods: waited.length,
    placedAtEnd: left.length === 0 ? null : atEnd.filter(({ node }) => node !== null).length,
    nodeLagSeconds: lags.length === 0 ? null : Math.max(...lags),
    said: said?.kind === 'pod' ? said.unschedulableMessage : null,
    nodeAutoscaler: eventsIn(cluster),
  };
};
