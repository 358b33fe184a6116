import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { findK6, type K6 } from '../../load/k6/find.ts';
import { type Payloads, readAllPayloads } from '../../load/plan/payloads.ts';
import { type Preflight, preflight } from '../../load/preflight/preflight.ts';
import { checkHosts } from '../../load/resolve-hosts.ts';
import { type PreparedCluster, prepareCluster } from './prepare-cluster.ts';

/** What a test needs before the first request of its load. */
export type Prepared = {
  readonly k6: K6;
  readonly cluster: PreparedCluster | null;
  /** Of each endpoint, in their order. */
  readonly preflight: readonly Preflight[];
  readonly payloads: readonly Payloads[];
};

type Note = (text: string) => void;

type PrepareOptions = {
  readonly note: Note;
  readonly stop: AbortSignal;
  /** Go on whatever the endpoint answers to the first request. */
  readonly isForced: boolean;
};

/** Waits for all, as Promise.all does. @throws HeadroomError with every fault at once; its code is that of the first */
const allOrFaults = async <Promises extends readonly unknown[] | []>(
  promises: Promises,
): Promise<{ -readonly [Index in keyof Promises]: Awaited<Promises[Index]> }> => {
  const settled = await Promise.allSettled(promises);
  const reasons = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const expected = reasons.filter((reason) => reason instanceof HeadroomError);
  const [first] = expected;
  if (first === undefined || expected.length < reasons.length) {
    const defect = reasons.find((reason) => !(reason instanceof HeadroomError));
    if (defect !== undefined) throw defect;
    return Promise.all(promises);
  }
  throw new HeadroomError(
    first.code,
    expected.flatMap(({ details }) => details),
  );
};

/** One request to each endpoint. @throws HeadroomError with the faults of all */
const askEach = async (
  config: ResolvedConfig,
  payloads: readonly Payloads[],
  options: PrepareOptions,
): Promise<Preflight[]> =>
  allOrFaults(
    config.endpoints.map((endpoint, i) =>
      preflight({ config, endpoint, payloads: payloads[i]!, ...options }),
    ),
  );

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
  const payloads = await readAllPayloads(config.endpoints);
  for (const text of payloads.flatMap(({ notes }) => notes)) note(text);
  const [k6, , cluster, answers] = await allOrFaults([
    findK6({
      configuredPath: config.k6.path,
      extensions: config.k6.extensions,
      releasesUrl: config.k6.releases,
      onProgress: note,
    }),
    checkHosts(config.safety.allowedHosts),
    prepareCluster(config, { note, stop }),
    askEach(config, payloads, { note, stop, isForced }),
  ]);
  return { k6, cluster, preflight: answers, payloads };
};
