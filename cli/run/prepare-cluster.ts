import { examineCluster } from '../../cluster/doctor/examine.ts';
import type { DoctorLine } from '../../cluster/doctor/line.ts';
import { type Cluster, openCluster } from '../../cluster/open.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';

/** The cluster of a config, and what `headroom doctor` says of it. */
type ExaminedCluster = { readonly cluster: Cluster; readonly lines: readonly DoctorLine[] };

/**
 * Opens the config's cluster and looks at it; null without one.
 *
 * @throws HeadroomError E_CLUSTER for a kubeconfig, context or selector that is no good
 */
export const examine = async (config: ResolvedConfig): Promise<ExaminedCluster | null> => {
  if (config.cluster === undefined) return null;
  const cluster = await openCluster(config.cluster);
  const { slotsPerReplica } = config.target;
  return { cluster, lines: await examineCluster(cluster, { slotsPerReplica, now: Date.now }) };
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

/**
 * The cluster before a load, with the same checks as `headroom doctor`. What is not ok is told; a cluster in which the test
 * would see no replica stops it, unless the config says that it is not required.
 *
 * @throws HeadroomError E_CLUSTER
 */
export const prepareCluster = async (
  config: ResolvedConfig,
  note: (text: string) => void,
): Promise<Cluster | null> => {
  const examined = await examine(config);
  if (examined === null) return null;
  const { cluster, lines } = examined;
  const blind = lines.filter(({ isBlind }) => isBlind);
  if (blind.length > 0 && config.cluster?.required) throw new HeadroomError('E_CLUSTER', blind.map(faultOf));
  for (const line of lines) if (line.level !== 'ok') note(noteOf(line));
  if (blind.length > 0) note('cluster: the report will say unknown where replicas could not be seen');
  return cluster;
};
