import { isWritable, type WritableKind } from '../../cluster/write/object-ref.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';

/** An object of the recorded service, by the uid that its cluster gave it. */
export type RecordedUid = { readonly kind: WritableKind; readonly name: string; readonly uid: string };

const kindOf = (line: ClusterLine): string | undefined => {
  if (line.kind === 'autoscaler') return 'HorizontalPodAutoscaler';
  if (line.kind === 'scaler') return line.object.kind;
  if (line.kind === 'deployment') return 'Deployment';
  return line.kind === 'workload' ? line.object?.kind : undefined;
};

/**
 * The objects that were there when the recording ended and whose uids are known: autoscalers first. Folders from before uids were
 * recorded have none.
 */
export const recordedUids = ({ cluster }: Pick<Recording, 'cluster'>): readonly RecordedUid[] => {
  const alive = new Map<string, RecordedUid>();
  for (const line of cluster) {
    const kind = kindOf(line);
    if (kind === undefined || !isWritable(kind) || !('uid' in line) || line.uid === undefined) continue;
    const { name, uid, deleted } = line;
    if (!deleted) alive.set(`${kind}/${name}`, { kind, name, uid });
    else if (alive.get(`${kind}/${name}`)?.uid === uid) alive.delete(`${kind}/${name}`);
  }
  const isWorkload = ({ kind }: RecordedUid): boolean => kind === 'Deployment' || kind === 'StatefulSet';
  return [...alive.values()].toSorted((a, b) => Number(isWorkload(a)) - Number(isWorkload(b)));
};
