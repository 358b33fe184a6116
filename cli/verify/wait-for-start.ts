import { openCluster } from '../../cluster/open.ts';
import { watchCluster } from '../../cluster/watch.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { createLiveCluster } from '../run/live-status.ts';

/** Start-up lags are minutes at worst, unless a node has to come first. */
const patienceMs = 15 * 60_000;

/**
 * Resolves when the cluster shows that many ready replicas and none on its way; at once without cluster access.
 *
 * @throws HeadroomError E_VERIFY when that takes too long
 */
export const waitUntilReady = async (
  { cluster: access }: ResolvedConfig,
  replicas: number,
): Promise<void> => {
  if (!access) return;
  const cluster = await openCluster(access);
  if (cluster.access.kind === 'none') return;
  const end = new AbortController();
  const live = createLiveCluster();
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  const look = (): void => {
    const now = live.replicas();
    if ((now.ready ?? 0) >= replicas && now.ready === now.desired) resolve();
  };
  const tooLate = AbortSignal.timeout(patienceMs);
  const expired = new Promise<never>((_resolve, reject) => {
    tooLate.addEventListener('abort', () =>
      reject(
        new HeadroomError('E_VERIFY', {
          what: `${live.replicas().ready ?? 'no'} of ${replicas} replicas are ready after ${patienceMs / 60_000} minutes`,
          where: `namespace ${cluster.namespace}, ${cluster.selector}`,
          fix: 'look at the pods: are they waiting for a node, pulling, or crashing?',
        }),
      ),
    );
  });
  const watching = await watchCluster(cluster, {
    now: Date.now,
    signal: end.signal,
    onLine: (line) => {
      live.add(line);
      look();
    },
  });
  try {
    await Promise.race([ready, expired]);
  } finally {
    end.abort();
    await watching.done;
  }
};
