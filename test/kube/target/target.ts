import type { Distribution } from '../../../planner/stats/distributions.ts';
import { createCounters } from '../../../sandbox/counters.ts';
import { listen, stop } from '../../../sandbox/http.ts';
import { createRouter } from '../../../sandbox/router.ts';
import { createScoringServer } from '../../../sandbox/scoring-server.ts';
import { paths } from '../../cluster/objects.ts';
import type { Api } from '../control-plane/api.ts';
import { createPods } from './pods.ts';
import type { Usage } from './usage.ts';

type TargetOptions = {
  /** The service is the pods with the label `app=<name>` in the namespace `models`. */
  readonly name: string;
  readonly seed: number;
  readonly serviceTimeMs: Distribution;
  readonly slotsPerReplica: number;
  /** Cores of a pod whose slots are all busy. */
  readonly busyCores: number;
  readonly requestTimeoutMs: number;
};

/** A scoring service whose slots are those of the ready pods in a real API server. */
export type Target = {
  readonly url: string;
  /** How many pods take requests now. */
  readonly ready: () => number;
  readonly close: () => Promise<void>;
};

/**
 * Starts a scoring endpoint on loopback. It watches the pods of a Deployment: one that becomes ready brings its slots, one
 * that goes takes them away. What its slots do is reported as CPU of those pods, so that a real HPA scales by it.
 */
export const startTarget = async (api: Api, usage: Usage, options: TargetOptions): Promise<Target> => {
  const { name, slotsPerReplica, busyCores, requestTimeoutMs } = options;
  const pods = createPods(options);
  const limits = {
    queueWaitLimitMs: null,
    queueLengthLimit: null,
    requestTimeoutMs,
    onTimeout: 'release',
  } as const;
  const router = createRouter({ fleet: pods, slotsPerReplica, limits });
  const forget = usage.add({
    namespace: 'models',
    pods: pods.running,
    coresPerBusySlot: busyCores / slotsPerReplica,
  });
  const server = createScoringServer({
    serviceName: name,
    key: undefined,
    router,
    counters: createCounters(),
  });
  const end = new AbortController();
  const watching = api.watch(`${paths.pods}?labelSelector=app%3D${name}`, pods.follow, end.signal);
  const url = await listen(server, 0, 'the scoring target');
  return {
    url: `${url}/api/v1/service/${name}/score`,
    ready: () => pods.inService().length,
    close: async () => {
      end.abort();
      forget();
      router.close();
      pods.close();
      await stop(server);
      await watching;
    },
  };
};
