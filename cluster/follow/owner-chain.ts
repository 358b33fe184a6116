import type { KubeClient } from '../connect/kube-client.ts';
import { servedKind } from '../discovery.ts';
import { controllerOf, nameOf, type RawObject, type RawOwner } from '../lines/raw.ts';
import { listAll } from '../list.ts';
import { ownerResource, type Resource } from '../resources.ts';

/** A chain of owners is short; a longer one is a circle. */
const stepsMost = 10;

/** What was found of an owner; where the account may not look, nothing but its name is known. */
type Seen = {
  /** How the API serves it; null: it does not say. */
  readonly resource: Resource | null;
  readonly isScalable: boolean;
  readonly raw: RawObject | null;
};

/** Looks an owner up. */
export type LookAtOwner = (owner: RawOwner) => Promise<Seen>;

/** One owner on the way up from a pod. */
export type OwnerStep = {
  /** `Kind/name`, as events and autoscalers refer to it. */
  readonly key: string;
  readonly resource: Resource | null;
  readonly isScalable: boolean;
  /** It has the number of replicas: it can be scaled, and is no ReplicaSet of another. */
  readonly isCounting: boolean;
};

/** @example ownerKey({ kind: 'Deployment', name: 'score' }) // 'Deployment/score' */
export const ownerKey = ({ kind = '', name = '' }: RawOwner): string => `${kind}/${name}`;

/** Looks owners up on the API server, by lists of one object: an account that may list needs no further right. */
export const lookByApi =
  (options: {
    readonly client: Pick<KubeClient, 'request'>;
    readonly namespace: string;
    readonly requestMs: number;
    readonly signal: AbortSignal;
  }): LookAtOwner =>
  async ({ apiVersion = '', kind = '', name = '' }) => {
    const served = await servedKind({ apiVersion, kind }, options);
    if (served === null) return { resource: null, isScalable: false, raw: null };
    const resource = ownerResource(served, options.namespace, name);
    const listed = await listAll({ ...options, resource });
    const items = listed.kind === 'listed' ? listed.items : [];
    return {
      resource,
      isScalable: served.isScalable,
      raw: items.find((one) => nameOf(one) === name) ?? null,
    };
  };

/**
 * Follows owner references up, from the first owner of a pod: ReplicaSet, Deployment, Knative's Revision, Configuration and
 * Service, KServe's InferenceService. One that may not be read is the last.
 */
export async function* ownersOf(first: RawOwner, look: LookAtOwner): AsyncGenerator<OwnerStep> {
  let owner: RawOwner | null = first;
  for (let step = 0; owner !== null && step < stepsMost; step++) {
    const { resource, isScalable, raw }: Seen = await look(owner);
    const above: RawOwner | null = raw && controllerOf(raw);
    const isCounting = isScalable && !(owner.kind === 'ReplicaSet' && above !== null);
    yield { key: ownerKey(owner), resource, isScalable, isCounting };
    owner = above;
  }
}
