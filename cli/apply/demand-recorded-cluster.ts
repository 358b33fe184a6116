import type { Connection } from '../../cluster/connect/kube-client.ts';
import { openCluster } from '../../cluster/connect/open.ts';
import { refText } from '../../cluster/write/object-ref.ts';
import { listObjects } from '../../cluster/write/write-object.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import { readRecording } from '../read-recording.ts';
import type { Place } from './place.ts';
import { type RecordedUid, recordedUids } from './recorded-uids.ts';

type Recorded = Pick<Recording, 'run' | 'cluster'>;

type Options = {
  /** The run folder. */
  readonly folder: string;
  /** The user says that the recorded objects were recreated in the same cluster. */
  readonly isRecreated?: boolean | undefined;
  /** `Kind/name` of the object of the cluster to write to, whatever the config says of the way. */
  readonly object?: string | undefined;
  readonly note: (line: string) => void;
};

/** What the objects of a cluster say: it is the recorded one, it holds others under the recorded names, or neither is known. */
type Seen = 'recorded' | 'unknown' | { readonly others: readonly RecordedUid[] };

/** One object with the recorded uid is enough: uids are given once, and others of the service may have been made anew. */
const seenIn = async (
  connection: Connection,
  namespace: string,
  uids: readonly RecordedUid[],
): Promise<Seen> => {
  const others: RecordedUid[] = [];
  for (const recorded of uids) {
    const live = await listObjects(connection, recorded.kind, namespace);
    const found = live.find(({ metadata }) => metadata.name === recorded.name);
    if (found?.metadata.uid === recorded.uid) return 'recorded';
    if (found !== undefined) others.push(recorded);
  }
  return others.length === 0 ? 'unknown' : { others };
};

const contextIn = ({ run }: Recorded): string | undefined => run.config.cluster?.context ?? undefined;

/** @example choose('staging') // 'use the cluster of the run (cluster.context: staging)' */
const choose = (context: string | undefined): string =>
  `use the cluster of the run (cluster.context${context === undefined ? '' : `: ${context}`})`;

const otherObjects = (
  others: readonly RecordedUid[],
  { namespace, context, recorded }: { namespace: string; context: string; recorded: string | undefined },
): HeadroomError => {
  const named = others.map(({ kind, name }) => refText({ kind, namespace, name })).join(', ');
  const was = recorded === undefined || recorded === context ? '' : `; the run was recorded in ${recorded}`;
  const [is, were] =
    others.length === 1 ? ['is not the object', 'it was'] : ['are not the objects', 'they were'];
  return new HeadroomError('E_SAFETY', {
    what: `${named} in the context ${context} ${is} that the run recorded (another uid): this is another cluster, or ${were} recreated${was}`,
    where: 'cluster.context',
    fix: `${choose(recorded === context ? undefined : recorded)}; if it is the same cluster and ${were} recreated, say --recreated to apply or verify`,
  });
};

const otherContext = (recorded: string, now: string): HeadroomError =>
  new HeadroomError('E_SAFETY', {
    what: `the run was recorded in the context ${recorded}, and the settings would go to ${now}`,
    where: 'cluster.context',
    fix: `${choose(recorded)}, or record this service with \`headroom test\` and plan from that`,
  });

const demandAt = async (
  { context, connection }: Place,
  recorded: Recorded,
  { namespace, isRecreated, note }: Options & { readonly namespace: string },
): Promise<void> => {
  const was = contextIn(recorded);
  const seen = await seenIn(connection, namespace, recordedUids(recorded));
  if (seen === 'recorded') return;
  if (seen !== 'unknown') {
    if (isRecreated) return;
    throw otherObjects(seen.others, { namespace, context, recorded: was });
  }
  if (was !== undefined && was !== context) throw otherContext(was, context);
  if (was === undefined)
    note(`the run does not say in which cluster it was recorded; this is the context ${context}`);
};

/** A command may need no cluster in reach from here: what can't be looked at is told. */
const orTold = (error: unknown, note: Options['note']): void => {
  if (!(error instanceof HeadroomError) || error.code !== 'E_CLUSTER') throw error;
  note(`whether this is the cluster of the run is not known: ${error.message}`);
};

/**
 * Whether the cluster that a config names, or the kubeconfig where the config names none, is the one that a run recorded:
 * settings that were planned for one cluster must not reach another. The uids of the recorded objects tell it; where none is known
 * or none of them is there, the name of the context does.
 *
 * @throws HeadroomError E_SAFETY, before anything is shown or written; E_CLUSTER
 */
export const demandRecordedCluster = async (config: ResolvedConfig, options: Options): Promise<void> => {
  const { cluster } = config;
  const apply = options.object === undefined ? config.apply : undefined;
  if (cluster === undefined || (apply !== undefined && ('sandbox' in apply || 'azure' in apply))) return;
  const look = async (): Promise<void> => {
    const { access } = await openCluster(cluster);
    if (access.kind === 'none') return;
    await demandAt(access, await readRecording(options.folder), { ...options, namespace: cluster.namespace });
  };
  if (apply === undefined || !('command' in apply)) return look();
  await look().catch((error: unknown) => orTold(error, options.note));
};
