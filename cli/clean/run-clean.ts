import { leftRuns, removeRun, servesLeases } from '../../cluster/runners/clean.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { formatSeconds } from '../../reports/format.ts';
import { forConfig } from '../output/for-config.ts';
import { runnersCluster, runnersNamespace } from '../run/runners-cluster.ts';

type CleanOptions = {
  readonly config: ResolvedConfig;
  /** By default that of the runners in the config. */
  readonly namespace: string | undefined;
  /** The person said --yes. */
  readonly isAllowed: boolean;
  readonly nowMs: number;
};

/**
 * `headroom clean`: what tests that crashed left in the cluster for their runners. A run whose tool still renews its Lease goes
 * on, and is left alone.
 *
 * @returns lines for people
 * @throws HeadroomError E_CLUSTER
 */
export const runClean = async (options: CleanOptions): Promise<string[]> => {
  const { config, isAllowed, nowMs } = options;
  const namespace = options.namespace ?? runnersNamespace(config);
  const access = await runnersCluster(config);
  if (access.kind === 'none') throw new HeadroomError('E_CLUSTER', access.problem);
  const { connection } = access;
  if (!(await servesLeases(connection)))
    return [
      `nothing is left over: ${connection.server} has no Leases, as a sandbox has none, so no test made anything in it`,
    ];
  const runs = await leftRuns(connection, namespace, nowMs);
  const dead = runs.filter(({ isAlive }) => !isAlive);
  if (isAllowed) for (const { name } of dead) await removeRun(connection, namespace, name);
  const lines = runs.map(({ name, holder, quietMs, isAlive }) => {
    const since = formatSeconds(Math.round(quietMs / 1000));
    if (isAlive) return `${name}: goes on, by ${holder}`;
    return `${name}: of ${holder}, silent for ${since}${isAllowed ? ': removed' : ''}`;
  });
  if (dead.length === 0) return [...lines, `nothing is left over in namespace ${namespace}`];
  if (isAllowed) return lines;
  const there = options.namespace === undefined ? '' : ` --namespace ${options.namespace}`;
  return [...lines, `remove it: ${forConfig(`headroom clean${there} --yes`, config)}`];
};
