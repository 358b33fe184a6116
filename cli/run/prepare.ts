import { checkCluster } from '../../cluster/check.ts';
import { type Cluster, openCluster } from '../../cluster/open.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { findK6, type K6 } from '../../load/k6/find.ts';
import { type Payloads, readPayloads } from '../../load/plan/payloads.ts';
import { type Preflight, preflight } from '../../load/preflight/preflight.ts';
import { checkHosts } from '../../load/resolve-hosts.ts';

/** What a test needs before the first request of its load. */
export type Prepared = {
  readonly k6: K6;
  readonly cluster: Cluster | null;
  readonly preflight: Preflight;
  readonly payloads: Payloads;
};

type Note = (text: string) => void;

type PrepareOptions = {
  readonly note: Note;
  readonly stop: AbortSignal;
  /** Go on whatever the endpoint answers to the first request. */
  readonly isForced: boolean;
};

/** The cluster is wanted, not needed: what can't be read is reported as unknown, and said before the load. */
const prepareCluster = async (config: ResolvedConfig, note: Note): Promise<Cluster | null> => {
  if (!config.cluster) return null;
  const cluster = await openCluster(config.cluster);
  const check = await checkCluster(cluster);
  if (check.kind === 'unreadable') {
    const { what, fix } = check.problem;
    note(`cluster: ${what}; the report will say unknown${fix === undefined ? '' : ` (${fix})`}`);
    return cluster;
  }
  for (const warning of check.warnings) note(`cluster: ${warning}`);
  for (const { resource, reason } of check.unknown) note(`cluster: ${resource} can't be read: ${reason}`);
  return cluster;
};

/**
 * Looks at everything that can be wrong before any load: k6, the allowed hosts, the cluster, the endpoint.
 *
 * @throws HeadroomError with every fault at once; its code is that of the first
 */
export const prepare = async (
  config: ResolvedConfig,
  { note, stop, isForced }: PrepareOptions,
): Promise<Prepared> => {
  for (const warning of config.warnings) note(`warning: ${warning}`);
  const payloads = await readPayloads(config.target);
  for (const text of payloads.notes) note(text);
  const [k6, hosts, cluster, answer] = await Promise.allSettled([
    findK6({
      configuredPath: config.k6.path,
      extensions: config.k6.extensions,
      releasesUrl: config.k6.releases,
      onProgress: note,
    }),
    checkHosts(config.safety.allowedHosts),
    prepareCluster(config, note),
    preflight({ config, payloads, isForced, note, stop }),
  ]);
  if (
    k6.status === 'fulfilled' &&
    hosts.status === 'fulfilled' &&
    cluster.status === 'fulfilled' &&
    answer.status === 'fulfilled'
  ) {
    return { k6: k6.value, cluster: cluster.value, preflight: answer.value, payloads };
  }
  const reasons = [k6, hosts, cluster, answer].flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  );
  const expected = reasons.filter((reason) => reason instanceof HeadroomError);
  const [first] = expected;
  if (first === undefined || expected.length < reasons.length)
    throw reasons.find((reason) => !(reason instanceof HeadroomError));
  throw new HeadroomError(
    first.code,
    expected.flatMap(({ details }) => details),
  );
};
