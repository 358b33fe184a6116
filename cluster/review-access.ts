import type { KubeClient } from './connect/kube-client.ts';
import type { Resource } from './resources.ts';

const verbs = ['list', 'watch'] as const;

/** Whether the account may use one verb; null where the server does not review (or not for this account). */
const mayUse = async (
  verb: string,
  resource: Resource,
  client: Pick<KubeClient, 'request'>,
  signal: AbortSignal,
): Promise<boolean | null> => {
  const { group, name, namespace } = resource;
  const answer = await client.request({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: {
        resourceAttributes: { group, resource: name, verb, ...(namespace === null ? {} : { namespace }) },
      },
    },
    signal,
  });
  if (answer.kind === 'silence' || answer.status !== 201) return null;
  return (answer.body as { status?: { allowed?: boolean } }).status?.allowed ?? null;
};

/**
 * The verbs of a watch that the account may not use on a resource, by SelfSubjectAccessReview: asking does not need
 * any right and shows up in no other way. Empty where all is allowed or the server does not say.
 */
export const forbiddenVerbs = async (
  resource: Resource,
  client: Pick<KubeClient, 'request'>,
  signal: AbortSignal,
): Promise<string[]> => {
  const allowed = await Promise.all(verbs.map((verb) => mayUse(verb, resource, client, signal)));
  return verbs.filter((_, i) => allowed[i] === false);
};
