import { servedKind } from '../discovery.ts';
import type { KubeClient } from '../kube-client.ts';
import { controllerOf, nameOf, type RawObject, type RawOwner } from '../lines/raw.ts';
import { pathOf } from '../resources.ts';

/** From a pod up: ReplicaSet, Deployment, Knative's Revision, Configuration, Service, KServe's InferenceService. */
const stepsMost = 8;
const requestMs = 10_000;

/** Who made the pods of a service. */
export type Owners = {
  /** What holds the number of pods, as `Kind/name`: a Deployment, StatefulSet, Rollout, … Empty for pods of their own. */
  readonly workloads: readonly string[];
  /** Everything above the pods, as `Kind/name`: an autoscaler may name any of them as its target. */
  readonly all: ReadonlySet<string>;
  /** Pods that no controller keeps. */
  readonly loosePods: readonly string[];
};

/** @example keyOf({ kind: 'Deployment', name: 'score' }) // 'Deployment/score' */
const keyOf = ({ kind = '', name = '' }: RawOwner): string => `${kind}/${name}`;

type Client = Pick<KubeClient, 'request'>;
type Reader = (owner: RawOwner) => Promise<RawObject | null>;

/** Reads owners from the API server, each once, unless they were listed. One that may not be read is taken as the top. */
const createReader = (client: Client, namespace: string, listed: readonly RawObject[]): Reader => {
  const read = new Map<string, Promise<RawObject | null>>(
    listed.map((one) => [`ReplicaSet/${nameOf(one)}`, Promise.resolve(one)]),
  );
  const ask: Reader = async ({ apiVersion = '', kind = '', name = '' }) => {
    const signal = AbortSignal.timeout(requestMs);
    const served = await servedKind({ apiVersion, kind }, { client, requestMs, signal });
    if (served === null) return null;
    const path = `${pathOf({ ...served, namespace })}/${encodeURIComponent(name)}`;
    const answer = await client.request({ path, signal });
    return answer.kind === 'answer' && answer.status === 200 ? (answer.body as RawObject) : null;
  };
  return (owner) => {
    const known = read.get(keyOf(owner)) ?? ask(owner);
    read.set(keyOf(owner), known);
    return known;
  };
};

const chainOf = async (pod: RawObject, read: Reader): Promise<string[]> => {
  const chain: string[] = [];
  let owner = controllerOf(pod);
  while (owner !== null && chain.length < stepsMost) {
    chain.push(keyOf(owner));
    const object = await read(owner);
    owner = object && controllerOf(object);
  }
  return chain;
};

const isReplicaSet = (key: string): boolean => key.startsWith('ReplicaSet/');

/**
 * Follows the owner references of pods upwards. Deployments that the selector matches count too: one that is scaled to
 * zero has no pods.
 */
export const findOwners = async (options: {
  readonly client: Client;
  readonly namespace: string;
  readonly pods: readonly RawObject[];
  readonly deployments: readonly RawObject[];
  readonly replicaSets: readonly RawObject[];
}): Promise<Owners> => {
  const { client, namespace, pods, deployments, replicaSets } = options;
  const read = createReader(client, namespace, replicaSets);
  const chains = await Promise.all(pods.map((pod) => chainOf(pod, read)));
  const above = chains.flatMap((chain) => chain.find((key) => !isReplicaSet(key)) ?? chain[0] ?? []);
  const matched = deployments.map((one) => `Deployment/${nameOf(one)}`);
  const workloads = [...new Set([...above, ...matched])].sort();
  // Whose a ReplicaSet is may not be readable; beside a Deployment it is hardly a second owner.
  const named = workloads.filter((key) => !isReplicaSet(key));
  return {
    workloads: named.length > 0 ? named : workloads,
    all: new Set([...chains.flat(), ...matched]),
    loosePods: pods.filter((_, i) => chains[i]!.length === 0).map(nameOf),
  };
};
