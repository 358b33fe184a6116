import { createSampler, type Distribution } from '../../../planner/stats/distributions.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { createListeners } from '../../../sandbox/listeners.ts';
import type { Worker, WorkersChange } from '../../../sandbox/router.ts';
import { createSlots, type Slots } from '../../../sandbox/slots.ts';
import type { Change } from '../control-plane/api.ts';

/** What the API server says of a pod, as far as it is of interest here. */
type RawPod = {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly state?: { readonly running?: object } }[];
  };
};

/** A pod that runs: its slots really wait, whatever node it is said to be on. */
export type Pod = Worker & {
  readonly name: string;
  readonly node: string;
  readonly slots: Slots;
  readonly startedAtMs: number;
};

/** The pods of a service as the API server has them now. */
export type Pods = {
  readonly follow: (change: Change) => void;
  /** Whose container runs, ready or not: what a kubelet would report of. */
  readonly running: () => readonly Pod[];
  /** Ready and not about to be deleted, in the order in which they became ready. */
  readonly inService: () => readonly Pod[];
  readonly onChange: (listener: (change: WorkersChange) => void) => () => void;
  readonly close: () => void;
};

const isReady = ({ metadata, status }: RawPod): boolean =>
  metadata.deletionTimestamp === undefined &&
  (status.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');

const isRunning = ({ status }: RawPod): boolean =>
  (status.containerStatuses ?? []).some(({ state }) => state?.running !== undefined);

/** A fleet that follows the pods of a real API server: slots come with pods that are Ready there, and go with them. */
export const createPods = (options: {
  readonly seed: number;
  readonly serviceTimeMs: Distribution;
}): Pods => {
  const serviceMs = createSampler(options.serviceTimeMs, createRandom(options.seed, 0));
  const random = createRandom(options.seed, 1);
  const changes = createListeners<WorkersChange>();
  const running = new Map<string, Pod>();
  const inService = new Map<string, Pod>();

  const start = ({ metadata: { name }, spec }: RawPod): Pod => {
    const slots = createSlots({
      serviceMs,
      random,
      crashShare: 0,
      onCrash: () => undefined,
      onBusyChange: () => undefined,
    });
    const node = spec.nodeName ?? '';
    return { name, node, state: { name }, slots, run: slots.run, startedAtMs: Date.now() };
  };

  const follow = ({ type, object }: Change): void => {
    if (type === 'ERROR') throw new Error(`the watch of the pods failed: ${JSON.stringify(object)}`);
    const raw = object as unknown as RawPod;
    const { uid } = raw.metadata;
    if (type === 'DELETED') {
      running.delete(uid);
      inService.delete(uid);
      return;
    }
    if (isRunning(raw) && !running.has(uid)) running.set(uid, start(raw));
    const pod = running.get(uid);
    if (pod === undefined || !isReady(raw)) {
      inService.delete(uid);
    } else if (!inService.has(uid)) {
      inService.set(uid, pod);
      changes.tell({ kind: 'replica', change: 'ready' });
    }
  };

  return {
    follow,
    running: () => [...running.values()],
    inService: () => [...inService.values()],
    onChange: changes.add,
    close: () => {
      for (const { slots } of running.values()) slots.close();
    },
  };
};
