import { resourceKinds } from './resources.ts';

type ResourceAttributes = { readonly verb?: string; readonly group?: string; readonly resource?: string };

/**
 * Answers a SelfSubjectAccessReview: everyone may do all that the sandbox can do, and nothing else.
 * Source: https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
 */
export const reviewAccess = (review: unknown) => {
  const { spec = {} } = (review ?? {}) as { spec?: { resourceAttributes?: ResourceAttributes } };
  const { verb = '', group = '', resource = '' } = spec.resourceAttributes ?? {};
  const found = resourceKinds.find((kind) => kind.name === resource && kind.group === group);
  const allowed = found?.verbs.includes(verb) ?? false;
  return {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec,
    status: allowed ? { allowed } : { allowed, reason: `the sandbox does not serve ${verb} of ${resource}` },
  };
};
