import type { Connection } from '../connect/kube-client.ts';
import { follow } from '../follow/follow.ts';
import { defaultLimits } from '../follow/resume.ts';
import type { RawObject } from '../lines/raw.ts';
import { resourcesOf } from '../resources.ts';
import { create } from './api.ts';
import { removeRun } from './clean.ts';
import { defaultLogLimits, type LogLimits } from './follow-log.ts';
import { leaseOf, manifestsOf, type RunnersInput } from './manifests.ts';
import { nameOfRun, runSelector } from './names.ts';
import { type Orders, openOrders } from './orders.ts';
import { followPod, type PodEnded, type PodLife } from './pod-life.ts';
import { podStateOf } from './pod-state.ts';

/** Who is told what of the pods of a run. */
type PodListeners = {
  readonly onText: (index: number, text: string) => void;
  readonly onCut: (index: number, reason: string) => void;
  /** What a person should know while it happens. */
  readonly onFault: (reason: string) => void;
  /** Whether lines of a runner are due each second. */
  readonly isDue: (index: number) => boolean;
};

/** The runners of one run in a cluster, while they live. */
type RunningPods = AsyncDisposable & {
  readonly give: Orders['give'];
  readonly ended: (index: number) => Promise<PodEnded>;
  /** Waits for no pod any more: what is there is removed when this is disposed of. */
  readonly giveUp: (index: number, why: string) => void;
};

/** Which life a pod belongs to; one that was made again for the same index is another pod, and none is expected. */
const seeIn = (lives: readonly PodLife[]) => {
  const indexByName = new Map<string, number>();
  const see = (raw: RawObject): void => {
    const state = podStateOf(raw);
    if (state.index === null) return;
    indexByName.set(state.name, state.index);
    lives[state.index]?.see(state);
  };
  const remove = (raw: RawObject): void => {
    see(raw);
    const index = indexByName.get(raw.metadata?.name ?? '');
    if (index !== undefined) lives[index]?.see(null);
  };
  const replace = (all: readonly RawObject[]): void => {
    const living = new Set(all.map((raw) => raw.metadata?.name ?? ''));
    for (const [name, index] of indexByName) if (!living.has(name)) lives[index]?.see(null);
    for (const raw of all) see(raw);
  };
  return { put: see, remove, replace };
};

type PodsOptions = PodListeners & {
  readonly connection: Connection;
  readonly input: RunnersInput;
  /** Who holds the Lease: this machine and process. */
  readonly holder: string;
  readonly now: () => number;
  readonly limits?: LogLimits;
};

const createAll = async ({ connection, input, holder, now }: PodsOptions): Promise<void> => {
  const lease = (await create(connection, leaseOf(input, holder, now()))) as RawObject;
  const owner = { uid: lease.metadata?.uid ?? '' };
  for (const object of manifestsOf(input, owner)) await create(connection, object);
};

const watchPods = (options: PodsOptions, lives: readonly PodLife[], signal: AbortSignal): Promise<void> => {
  const { connection, input, now, onFault } = options;
  const place = { namespace: input.namespace, selector: runSelector(input.runId) };
  const resource = resourcesOf(place).find(({ name }) => name === 'pods')!;
  return follow({
    client: connection,
    resource,
    sink: seeIn(lives),
    onLine: (line) => {
      if (line.kind === 'unknown') onFault(`the pods of the runners: ${line.reason}`);
    },
    onFirst: () => {},
    signal,
    now,
    random: Math.random,
    limits: defaultLimits,
  });
};

/**
 * Makes the pods of a run, follows their logs, and gives orders by their Lease, which is renewed until the disposal. Everything
 * that was made is removed then.
 *
 * @throws HeadroomError E_CLUSTER where something can't be made; what was made before is removed
 */
export const runPods = async (options: PodsOptions): Promise<RunningPods> => {
  const { connection, input, now, onFault } = options;
  const { namespace, runId, runners } = input;
  const remove = (): Promise<void> => removeRun(connection, namespace, nameOfRun(runId));
  await createAll(options).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const lives = Array.from({ length: runners.count }, (_, index) =>
    followPod({
      connection,
      namespace,
      limits: options.limits ?? defaultLogLimits,
      onText: (text) => options.onText(index, text),
      onCut: (reason) => options.onCut(index, reason),
      isDue: () => options.isDue(index),
    }),
  );
  const orders = openOrders({ connection, namespace, name: nameOfRun(runId), now, onFault });
  const end = new AbortController();
  const watching = watchPods(options, lives, end.signal);
  return {
    give: orders.give,
    ended: (index) => lives[index]!.ended,
    giveUp: (index, why) => lives[index]!.giveUp(why),
    [Symbol.asyncDispose]: async () => {
      orders.close();
      end.abort();
      await watching;
      for (const life of lives) life.giveUp('the tool waits no more');
      await remove();
    },
  };
};
