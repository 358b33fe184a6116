import { type Cluster, openCluster } from '../../cluster/connect/open.ts';
import { examineCluster } from '../../cluster/doctor/examine.ts';
import type { DoctorLine } from '../../cluster/doctor/line.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import type { ClusterLine, RoomLine, RouterPodsLine } from '../../runs/schema/cluster-series.ts';
import { type SettingsInForce, saysAzureml, settingsInForce } from './settings-in-force.ts';

/** The cluster of a config, what `headroom doctor` says of it, and the autoscaler that is in force in it. */
type ExaminedCluster = {
  readonly cluster: Cluster;
  readonly lines: readonly DoctorLine[];
  readonly inForce: SettingsInForce;
  /** What is looked at once, before the load, as a recording keeps it; none where nothing is known. */
  readonly seenOnce: readonly SeenOnceLine[];
};

/** The room for more replicas, and the pods of the router: neither is watched. */
type SeenOnceLine = RoomLine | RouterPodsLine;

const isSeenOnce = (line: ClusterLine): line is SeenOnceLine =>
  line.kind === 'room' || line.kind === 'routerPods';

/** Lines about one topic stand together. */
const withAutoscaler = (lines: readonly DoctorLine[], more: readonly DoctorLine[]): readonly DoctorLine[] => {
  const last = lines.findLastIndex(({ topic }) => topic === 'autoscaler');
  const at = last < 0 ? lines.length : last + 1;
  return [...lines.slice(0, at), ...more, ...lines.slice(at)];
};

/**
 * Opens the config's cluster and looks at it; null without one.
 *
 * @throws HeadroomError E_CLUSTER for a kubeconfig, context or selector that is no good
 */
export const examine = async (
  config: ResolvedConfig,
  signal: AbortSignal,
): Promise<ExaminedCluster | null> => {
  if (config.cluster === undefined) return null;
  const cluster = await openCluster(config.cluster);
  const { slotsPerReplica } = config.target;
  const expected = {
    slotsPerReplica,
    slotsFrom: config.slotsFrom,
    isAzureml: saysAzureml(config),
    now: Date.now,
  };
  const examination = await examineCluster(cluster, expected, signal);
  const inForce = settingsInForce(config, examination);
  // Of a cluster that shows nothing of the service, nothing is known of its autoscaler either.
  const isBlind = examination.lines.some((line) => line.isBlind);
  const lines = isBlind ? examination.lines : withAutoscaler(examination.lines, inForce.lines);
  return { cluster, lines, inForce, seenOnce: examination.recorded.filter(isSeenOnce) };
};

const orBlind = 'To fire without a view of the replicas: cluster: { required: false }';

const faultOf = ({ what, where, fix }: DoctorLine) => ({
  what,
  ...(where !== undefined && { where }),
  fix: [fix, orBlind].filter(Boolean).join('. '),
});

/** @example 'cluster: problem: nothing in namespace "a" matches the selector "b" (set cluster.selector, …)' */
const noteOf = ({ level, what, fix }: DoctorLine): string =>
  `cluster: ${level}: ${what}${fix === undefined ? '' : ` (${fix})`}`;

/** The cluster before a load, and the autoscaler that is in force in it. */
export type PreparedCluster = Pick<ExaminedCluster, 'cluster' | 'inForce' | 'seenOnce'>;

/**
 * The cluster before a load, with the same checks as `headroom doctor`. What is not ok is told; a cluster in which the test
 * would see no replica stops it, unless the config says that it is not required.
 *
 * @throws HeadroomError E_CLUSTER
 */
export const prepareCluster = async (
  config: ResolvedConfig,
  { note, stop }: { readonly note: (text: string) => void; readonly stop: AbortSignal },
): Promise<PreparedCluster | null> => {
  const examined = await examine(config, stop);
  if (examined === null) return null;
  const { lines, inForce } = examined;
  const blind = lines.filter(({ isBlind }) => isBlind);
  if (blind.length > 0 && config.cluster?.required) throw new HeadroomError('E_CLUSTER', blind.map(faultOf));
  for (const line of lines) if (line.level !== 'ok') note(noteOf(line));
  // Where the config says it, it is no news; where it says another, that was told.
  if (inForce.isLive && config.autoscaler === undefined) note(`cluster: ${inForce.text}`);
  if (blind.length > 0) note('cluster: the report will say unknown where replicas could not be seen');
  return examined;
};
