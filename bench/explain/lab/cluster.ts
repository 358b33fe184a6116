import { randomUUID } from 'node:crypto';
import { type EventText, eventOf } from '../../../sandbox/kube-api/objects/event.ts';
import { createStore, type KubeObject, type Store } from '../../../sandbox/kube-api/store.ts';
import { type PodState, podObject } from './pod-object.ts';
import {
  deploymentObject,
  type HpaView,
  hpaObject,
  nodeObject,
  replicaSetObject,
} from './workload-objects.ts';

/** Name of every lab's service. */
export const serviceName = 'scoring';
/** By which its objects are found. */
export const serviceLabels = { app: serviceName };

/** The service is a day old: what is there at the start is no start-up. */
const ageMs = 86_400_000;

const revisions = ['7d4b9c6f5d', '66f8b5d8c4'] as const;
const letters = 'bcdfghjklmnpqrstvwxz2456789';

const suffixOf = (index: number): string =>
  [7, 11, 3, 17, 5].map((step, i) => letters[(index * step + i * 5) % letters.length]).join('');

/** The cluster of one lab, as its scenario changes it. Every change shows in the API at once. */
export type LabCluster = ReturnType<typeof createCluster>;

/** What a scenario says of a pod; all else stays. */
export type PodChange = Partial<Omit<PodState, 'name' | 'uid' | 'templateHash' | 'createdAtMs'>>;

const newPod = (name: string, templateHash: string, createdAtMs: number): PodState => ({
  name,
  uid: randomUUID(),
  templateHash,
  createdAtMs,
  node: null,
  unschedulable: null,
  scheduledAtMs: null,
  runningAtMs: null,
  waiting: null,
  ready: false,
  readyChangedAtMs: createdAtMs,
  restarts: 0,
  ended: null,
  lastEnded: null,
  deletedAtMs: null,
});

/** What a change leaves unsaid: a pod that gets a node is scheduled, one whose readiness turns does so now. */
const changed = (before: PodState, change: PodChange): PodState => {
  const nowMs = Date.now();
  const after = { ...before, ...change };
  return {
    ...after,
    readyChangedAtMs:
      change.readyChangedAtMs ?? (after.ready === before.ready ? before.readyChangedAtMs : nowMs),
    scheduledAtMs: after.scheduledAtMs ?? (after.node === null ? null : nowMs),
  };
};

/** A Deployment with its ReplicaSets, Pods, Nodes, HPA and Events, in a store that the API serves. */
export const createCluster = () => {
  const store: Store = createStore();
  const names = { labels: serviceLabels, createdAtMs: Date.now() - ageMs };
  const pods = new Map<string, PodState>();
  let revision = 0;
  let desired = 0;
  let generation = 1;
  let podsMade = 0;

  const hashNow = (): string => revisions[revision % revisions.length]!;
  const setName = (hash: string): string => `${serviceName}-${hash}`;
  const living = (hash?: string): PodState[] =>
    [...pods.values()].filter(
      ({ deletedAtMs, templateHash }) =>
        deletedAtMs === null && (hash === undefined || hash === templateHash),
    );
  const countsOf = (of: readonly PodState[], wanted: number) => ({
    desired: wanted,
    current: of.length,
    ready: of.filter(({ ready }) => ready).length,
    updated: of.filter(({ templateHash }) => templateHash === hashNow()).length,
    generation,
  });

  /** @param wantedOf of a revision; by default the newest has all */
  const putWorkloads = (
    wantedOf: (hash: string) => number = (hash) => (hash === hashNow() ? desired : 0),
  ): void => {
    store.put('deployments', deploymentObject(serviceName, names, countsOf(living(), desired)));
    for (const hash of revisions.slice(0, revision + 1))
      store.put(
        'replicasets',
        replicaSetObject(setName(hash), serviceName, {
          names,
          counts: countsOf(living(hash), wantedOf(hash)),
        }),
      );
  };
  const putPod = (pod: PodState): void => {
    pods.set(pod.name, pod);
    const owner = store.get('replicasets', setName(pod.templateHash))!;
    store.put('pods', podObject(pod, { labels: serviceLabels, owner }));
  };
  const object = (kind: string, name: string): KubeObject => {
    const resource =
      kind === 'HorizontalPodAutoscaler' ? 'horizontalpodautoscalers' : `${kind.toLowerCase()}s`;
    const found = store.get(resource, name);
    if (found === undefined) throw new Error(`the scenario names ${kind} ${name}, which is not there`);
    return found;
  };
  const event = (of: string, text: Omit<EventText, 'object'>): void => {
    const [kind = '', name = ''] = of.split('/');
    store.put('events', eventOf({ ...text, object: object(kind, name) }, Date.now()));
  };

  const podNamed = (name: string): PodState => {
    const found = pods.get(name);
    if (found === undefined) throw new Error(`the scenario names the pod ${name}, which is not there`);
    return found;
  };

  return {
    store,
    names,
    event,
    putWorkloads,
    revisionsWanted: (old: number, fresh: number): void =>
      putWorkloads((hash) => (hash === hashNow() ? fresh : old)),
    pods: (): readonly PodState[] => [...pods.values()],
    desired: (): number => desired,
    /** Whom a Service sends requests to. */
    isReady: (name: string): boolean => pods.get(name)?.ready === true,
    node: (name: string, cpu: string): void => store.put('nodes', nodeObject(name, cpu, names.createdAtMs)),
    hpa: (view: HpaView): void => store.put('horizontalpodautoscalers', hpaObject(serviceName, names, view)),
    put: store.put,
    /** The wanted number in the Deployment; says so as its controller does. */
    wants: (replicas: number): void => {
      const before = desired;
      desired = replicas;
      generation += 1;
      putWorkloads();
      if (before === replicas || before + replicas === 0) return;
      const way = replicas > before ? 'up' : 'down';
      event(`Deployment/${serviceName}`, {
        type: 'Normal',
        reason: 'ScalingReplicaSet',
        message: `Scaled ${way} replica set ${setName(hashNow())} from ${before} to ${replicas}`,
        component: 'deployment-controller',
      });
    },
    /** A new template: pods made from now on are of a new revision. */
    newRevision: (): void => {
      revision += 1;
      generation += 1;
      putWorkloads();
    },
    /** Makes a pod of the newest revision; gives back its name. */
    makePod: (createdAtMs = Date.now()): string => {
      podsMade += 1;
      const name = `${setName(hashNow())}-${suffixOf(podsMade)}`;
      putPod(newPod(name, hashNow(), createdAtMs));
      putWorkloads();
      return name;
    },
    setPod: (name: string, change: PodChange): void => {
      putPod(changed(podNamed(name), change));
      putWorkloads();
    },
    pod: podNamed,
    removePod: (name: string): void => {
      pods.delete(name);
      store.remove('pods', name);
      putWorkloads();
    },
  };
};
