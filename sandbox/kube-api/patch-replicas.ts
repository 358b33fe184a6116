import { invalid, type Status, wrongMediaType } from './status.ts';

type ReplicasPatch =
  | { readonly kind: 'patch'; readonly replicas: number }
  | { readonly kind: 'refused'; readonly status: Status };

/** For a number, a merge and a strategic merge are the same. */
const mediaTypes = ['application/merge-patch+json', 'application/strategic-merge-patch+json'];

const onlyKey = (value: unknown, key: string): unknown =>
  value !== null && typeof value === 'object' && Object.keys(value).join() === key
    ? (value as Record<string, unknown>)[key]
    : undefined;

/**
 * Reads a patch of a Deployment. Only `spec.replicas` can be changed; the autoscaler has the last word, as it has
 * in a real cluster.
 *
 * @example patchReplicas('application/merge-patch+json', { spec: { replicas: 3 } }) // { kind: 'patch', replicas: 3 }
 */
export const patchReplicas = (contentType: string, body: unknown): ReplicasPatch => {
  if (!mediaTypes.some((type) => contentType.startsWith(type)))
    return { kind: 'refused', status: wrongMediaType(mediaTypes) };
  const replicas = onlyKey(onlyKey(body, 'spec'), 'replicas');
  if (typeof replicas === 'number' && Number.isInteger(replicas) && replicas >= 0)
    return { kind: 'patch', replicas };
  return {
    kind: 'refused',
    status: invalid('the sandbox can only patch spec.replicas, a whole number >= 0'),
  };
};
