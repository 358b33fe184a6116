import { parseAllDocuments } from 'yaml';
import { runRbac, runRunnersRbac } from '../../../cli/rbac/run-rbac.ts';
import type { ResolvedConfig } from '../../../config/resolve.ts';
import { until } from '../until.ts';
import type { ControlPlane } from './control-plane.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';

/** Where the objects of a manifest are made. */
const collectionsIn = (namespace: string): Readonly<Record<string, string>> => ({
  Role: `${rbac}/namespaces/${namespace}/roles`,
  RoleBinding: `${rbac}/namespaces/${namespace}/rolebindings`,
  ClusterRole: `${rbac}/clusterroles`,
  ClusterRoleBinding: `${rbac}/clusterrolebindings`,
  ServiceAccount: `/api/v1/namespaces/${namespace}/serviceaccounts`,
});

/** What kubectl apply would do with it. */
const applyManifest = async ({ api }: ControlPlane, namespace: string, yaml: string): Promise<void> => {
  for (const document of parseAllDocuments(yaml)) {
    const object = document.toJS() as { kind: string };
    await api.create(collectionsIn(namespace)[object.kind]!, object);
  }
};

/** Whether the account may fire. The server takes new roles into account a moment after they are made. */
const isAllowed = async ({ api }: ControlPlane, namespace: string): Promise<boolean> => {
  const review = await api.ask('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: {
      user: `system:serviceaccount:${namespace}:tool`,
      resourceAttributes: { namespace, verb: 'create', group: 'batch', resource: 'jobs' },
    },
  });
  return (review['status'] as { allowed: boolean }).allowed;
};

/**
 * An account for the tool in a namespace: it has the rights that `headroom rbac` prints, and no other.
 *
 * @param config whose runners it may start; null: those of a Job
 * @returns path of its kubeconfig
 */
export const createToolAccount = async (
  plane: ControlPlane,
  namespace: string,
  config: ResolvedConfig | null = null,
): Promise<string> => {
  const accounts = collectionsIn(namespace)['ServiceAccount']!;
  await plane.api.create(accounts, { metadata: { name: 'tool' } });
  const subject = { kind: 'ServiceAccount', name: 'tool' } as const;
  const note = (): void => {};
  await applyManifest(plane, namespace, runRunnersRbac({ config, namespace, subject }));
  const reading = { config: null, namespace, subject, kinds: [], isWriting: false, note };
  await applyManifest(plane, namespace, await runRbac(reading));
  const answer = await plane.api.ask(`${accounts}/tool/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { audiences: ['https://kubernetes.default.svc'] },
  });
  await until('the account has its rights', () => isAllowed(plane, namespace));
  return plane.kubeconfigOf((answer['status'] as { token: string }).token);
};
