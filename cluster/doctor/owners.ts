import { type KubeClient, requestTimeoutMs } from '../connect/kube-client.ts';
import { type LookAtOwner, lookByApi, type OwnerStep, ownerKey, ownersOf } from '../follow/owner-chain.ts';
import { controllerOf, nameOf, type RawObject } from '../lines/raw.ts';

/** Who made the pods of a service. */
export type Owners = {
  /** What holds the number of pods, as `Kind/name`: a Deployment, StatefulSet, Rollout, … Empty for pods of their own. */
  readonly workloads: readonly string[];
  /** Pods that no controller keeps. */
  readonly loosePods: readonly string[];
};

/** Looks each owner up once: the pods of a service share theirs. */
const onceEach = (look: LookAtOwner): LookAtOwner => {
  const seen = new Map<string, ReturnType<LookAtOwner>>();
  return (owner) => {
    const known = seen.get(ownerKey(owner)) ?? look(owner);
    seen.set(ownerKey(owner), known);
    return known;
  };
};

const isReplicaSet = (key: string): boolean => key.startsWith('ReplicaSet/');

/** The owner that has the number of replicas; where the API does not tell, the first that is no ReplicaSet. */
const countingIn = (steps: readonly OwnerStep[]): string[] => {
  const counting = steps.find(({ isCounting }) => isCounting) ?? steps.find(({ key }) => !isReplicaSet(key));
  return [counting ?? steps[0]].flatMap((step) => step?.key ?? []);
};

/**
 * Follows the owner references of pods and ReplicaSets upwards. Deployments that the selector matches count too: one that is
 * scaled to zero has no pods.
 */
export const findOwners = async (options: {
  readonly client: Pick<KubeClient, 'request'>;
  readonly namespace: string;
  readonly pods: readonly RawObject[];
  readonly deployments: readonly RawObject[];
}): Promise<Owners> => {
  const { pods, deployments } = options;
  const look = onceEach(
    lookByApi({ ...options, requestMs: requestTimeoutMs, signal: AbortSignal.timeout(requestTimeoutMs) }),
  );
  const chains = await Promise.all(
    pods.map(async (pod) => {
      const first = controllerOf(pod);
      const steps: OwnerStep[] = [];
      if (first !== null) for await (const step of ownersOf(first, look)) steps.push(step);
      return steps;
    }),
  );
  const matched = deployments.map((one) => `Deployment/${nameOf(one)}`);
  const workloads = [...new Set([...chains.flatMap(countingIn), ...matched])].sort();
  // Whose a ReplicaSet is may not be readable; beside a Deployment it is hardly a second owner.
  const named = workloads.filter((key) => !isReplicaSet(key));
  return {
    workloads: named.length > 0 ? named : workloads,
    loosePods: pods.filter((_, i) => chains[i]!.length === 0).map(nameOf),
  };
};
