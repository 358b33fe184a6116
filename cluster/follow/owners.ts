import type { KubeClient } from '../connect/kube-client.ts';
import { controllerOf, nameOf, type RawObject, type RawOwner } from '../lines/raw.ts';
import type { Resource } from '../resources.ts';
import { lookByApi, ownersOf } from './owner-chain.ts';
import type { Scope } from './scope.ts';

type OwnersOptions = {
  readonly client: KubeClient;
  readonly namespace: string;
  readonly requestMs: number;
  readonly signal: AbortSignal;
  readonly scope: Scope;
  /** Settles when the objects that the selector matches are known. */
  readonly labelled: Promise<unknown>;
  /** Begins to watch one object; settles when its state at the start is written. */
  readonly followOwner: (resource: Resource) => Promise<void>;
  /** Gets what only a fault of the program throws. */
  readonly onFault: (fault: unknown) => void;
};

/** The way from pods up to what scales them. */
type Owners = {
  /** An object of the service was seen, of a resource that the selector matches. */
  see(raw: RawObject, resource: string): void;
  /** Settles when every owner that is known by now was looked at. */
  readonly settled: () => Promise<void>;
};

/** Kubernetes names a StatefulSet's pods `name-0`, `name-1`, …: who may not read the owners still knows it. */
const statefulSetOf = (raw: RawObject): string | null => {
  const name = /^(.+)-\d+$/.exec(nameOf(raw))?.[1];
  const owner = controllerOf(raw);
  return name === undefined || owner?.controller === true ? null : `StatefulSet/${name}`;
};

/** What a Deployment belongs to counts its replicas a second time. */
const isCountedBy = (resource: string): boolean => resource === 'deployments';

/**
 * Follows owner references from each pod up. All that is met belongs to the service, so that events and autoscalers about it
 * are recorded. The first owner that can be scaled and is no ReplicaSet of another has the wanted number of replicas: it is
 * watched, whatever its kind and labels. What it belongs to itself would count the same replicas twice.
 */
export const createOwners = (options: OwnersOptions): Owners => {
  const { scope } = options;
  const known = new Set<string>();
  const pending = new Set<Promise<void>>();

  const look = lookByApi(options);

  const climbFrom = async (first: RawOwner, isBelowCounted: boolean): Promise<void> => {
    await options.labelled;
    let isCounted = isBelowCounted;
    for await (const { key, resource, isCounting } of ownersOf(first, look)) {
      if (options.signal.aborted) return;
      // Asked as late as can be: a watch by labels may have met it meanwhile.
      const isWatched = scope.has(key);
      scope.add(key);
      if (resource && isCounting && !isCounted && !isWatched) await options.followOwner(resource);
      isCounted ||= isCounting;
    }
  };

  const begin = (owner: RawOwner, isCounted: boolean): void => {
    const key = `${owner.apiVersion}/${owner.kind}/${owner.name}`;
    if (known.has(key)) return;
    known.add(key);
    const climbing = climbFrom(owner, isCounted)
      .catch(options.onFault)
      .finally(() => pending.delete(climbing));
    pending.add(climbing);
  };

  return {
    see: (raw, resource) => {
      const owner = controllerOf(raw);
      if (owner !== null) begin(owner, isCountedBy(resource));
      const statefulSet = statefulSetOf(raw);
      if (statefulSet !== null) scope.add(statefulSet);
    },
    settled: async () => {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
};
