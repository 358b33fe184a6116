import { resourcesOf } from './resources.ts';
import { resourceOf, writableKinds } from './write/object-ref.ts';

/** One rule of a Role. */
type Rule = {
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
};

const read = ['get', 'list', 'watch'];

/** What a pod may belong to, and what may scale it, beside what every cluster has. A rule for a kind that is not there does nothing. */
const fromOthers: readonly Rule[] = [
  { group: 'apps', resources: ['statefulsets'], verbs: read },
  { group: 'argoproj.io', resources: ['rollouts'], verbs: read },
  { group: 'keda.sh', resources: ['scaledobjects'], verbs: read },
  { group: 'http.keda.sh', resources: ['httpscaledobjects'], verbs: read },
  { group: 'autoscaling.internal.knative.dev', resources: ['podautoscalers'], verbs: read },
  { group: 'serving.knative.dev', resources: ['services', 'configurations', 'revisions'], verbs: read },
  { group: 'serving.kserve.io', resources: ['inferenceservices'], verbs: read },
  // What doctor reads once: that the namespace exists, and how much it may hold.
  { group: '', resources: ['namespaces'], verbs: ['get'] },
  { group: '', resources: ['resourcequotas'], verbs: ['list'] },
];

const readRules = (namespace: string, isOfNamespace: boolean): Rule[] =>
  resourcesOf({ namespace, selector: '' })
    .filter((resource) => (resource.namespace !== null) === isOfNamespace)
    .map(({ group, name }) => ({ group, resources: [name], verbs: read }));

const writeRules = (): Rule[] =>
  writableKinds.map((kind) => {
    const [name = '', ...group] = resourceOf(kind).split('.');
    return { group: group.join('.'), resources: [name], verbs: ['get', 'list', 'patch'] };
  });

/** Rules of one group with the same verbs become one. */
const joined = (rules: readonly Rule[]): Rule[] => {
  const keyOf = ({ group, verbs }: Rule): string => `${group}|${verbs.join()}`;
  return [...Map.groupBy(rules, keyOf).values()].map((same) => ({
    ...same[0]!,
    resources: same.flatMap(({ resources }) => resources),
  }));
};

/** JSON strings and lists are YAML as well, and need no quoting by hand. */
const ruleText = ({ group, resources, verbs }: Rule): string =>
  `  - apiGroups: ${JSON.stringify([group])}\n    resources: ${JSON.stringify(resources)}\n    verbs: ${JSON.stringify(verbs)}`;

const roleText = (kind: 'Role' | 'ClusterRole', metadata: string, rules: readonly Rule[]): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: ${metadata}\nrules:\n${joined(rules).map(ruleText).join('\n')}`;

/** Who gets the rights. */
type Subject = { readonly kind: 'User' | 'Group' | 'ServiceAccount'; readonly name: string };

const subjectText = ({ kind, name }: Subject, namespace: string): string => {
  if (kind !== 'ServiceAccount') return JSON.stringify({ kind, name, apiGroup: 'rbac.authorization.k8s.io' });
  const [own = namespace, account = name] = name.includes('/') ? name.split('/') : [namespace, name];
  return JSON.stringify({ kind, name: account, namespace: own });
};

const bindingText = (options: {
  readonly role: 'Role' | 'ClusterRole';
  readonly name: string;
  readonly metadata: string;
  readonly subject: string;
}): string => {
  const { role, name, metadata, subject } = options;
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${role}Binding\nmetadata: ${metadata}\nroleRef: ${JSON.stringify({ apiGroup: 'rbac.authorization.k8s.io', kind: role, name })}\nsubjects: [${subject}]`;
};

type RbacOptions = {
  readonly namespace: string;
  /** The rights of `headroom apply` and `rollback`, too. */
  readonly isWriting: boolean;
  /** undefined: roles without bindings. */
  readonly subject: Subject | undefined;
};

/**
 * The least rights that Headroom needs, as YAML for `kubectl apply -f -`: a Role in the namespace, a ClusterRole for nodes, a
 * Role for writing if it is asked for, and their bindings where a subject is named.
 */
export const rbacManifest = ({ namespace, isWriting, subject }: RbacOptions): string => {
  const roles = [
    {
      kind: 'Role' as const,
      name: 'headroom-read',
      rules: [...readRules(namespace, true), ...fromOthers],
    },
    { kind: 'ClusterRole' as const, name: 'headroom-read-nodes', rules: readRules(namespace, false) },
    ...(isWriting ? [{ kind: 'Role' as const, name: 'headroom-apply', rules: writeRules() }] : []),
  ];
  const documents = roles.flatMap(({ kind, name, rules }) => {
    const metadata = JSON.stringify(kind === 'Role' ? { name, namespace } : { name });
    const binding = subject && {
      role: kind,
      name,
      metadata,
      subject: subjectText(subject, namespace),
    };
    return [roleText(kind, metadata, rules), ...(binding ? [bindingText(binding)] : [])];
  });
  return `${documents.join('\n---\n')}\n`;
};
