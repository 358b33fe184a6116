import type { Need, ServiceNeeds } from './needs.ts';

/** Rights in one group with the same verbs become one rule. */
const joined = (needs: readonly Need[]): readonly (readonly Need[])[] => {
  const keyOf = ({ group, verbs, only = '' }: Need): string => `${group}|${verbs.join()}|${only}`;
  return [...Map.groupBy(needs, keyOf).values()];
};

/** JSON strings and lists are YAML as well, and need no quoting by hand. */
const ruleText = (needs: readonly Need[]): string => {
  const { group, verbs, only } = needs[0]!;
  const lines = [
    `apiGroups: ${JSON.stringify([group])}`,
    `resources: ${JSON.stringify([...new Set(needs.map(({ name }) => name))])}`,
    ...(only === undefined ? [] : [`resourceNames: ${JSON.stringify([only])}`]),
    `verbs: ${JSON.stringify(verbs)}`,
  ];
  return `  - ${lines.join('\n    ')}`;
};

const roleText = (kind: 'Role' | 'ClusterRole', metadata: string, needs: readonly Need[]): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: ${metadata}\nrules:\n${joined(needs).map(ruleText).join('\n')}`;

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
  readonly needs: ServiceNeeds;
  /** undefined: roles without bindings. */
  readonly subject: Subject | undefined;
};

/** A role of a namespace, with its binding where a subject is named. */
const roleDocuments = (
  name: string,
  needs: readonly Need[],
  { namespace, subject }: Omit<RbacOptions, 'needs'>,
): string[] => {
  const metadata = JSON.stringify({ name, namespace });
  const binding = subject && {
    role: 'Role' as const,
    name,
    metadata,
    subject: subjectText(subject, namespace),
  };
  return [roleText('Role', metadata, needs), ...(binding ? [bindingText(binding)] : [])];
};

type RunnersRbac = Omit<RbacOptions, 'needs'> & {
  /** What the tool does, and what a runner does. */
  readonly needs: readonly Need[];
  readonly ownNeeds: readonly Need[];
  /** The service account of the runners. */
  readonly account: string;
};

/** Rights to fire from pods as YAML: a Role for the tool, and the runners' service account with one of its own. */
export const runnersManifest = (options: RunnersRbac): string => {
  const { namespace, needs, ownNeeds, account } = options;
  const metadata = JSON.stringify({ name: account, namespace });
  const documents = [
    ...roleDocuments('headroom-runners', needs, options),
    `apiVersion: v1\nkind: ServiceAccount\nmetadata: ${metadata}`,
    ...roleDocuments(account, ownNeeds, {
      namespace,
      subject: { kind: 'ServiceAccount', name: account },
    }),
  ];
  return `${documents.join('\n---\n')}\n`;
};

/**
 * Rights as YAML for `kubectl apply -f -`: a Role in the namespace, a ClusterRole for nodes, a Role for writing if anything is
 * to be written, and their bindings where a subject is named.
 */
export const rbacManifest = ({ namespace, needs, subject }: RbacOptions): string => {
  const ofCluster = needs.read.filter(({ isOfCluster }) => isOfCluster);
  const ofNamespace = needs.read.filter(({ isOfCluster }) => !isOfCluster);
  const roles = [
    { kind: 'Role' as const, name: 'headroom-read', rules: ofNamespace },
    { kind: 'ClusterRole' as const, name: 'headroom-read-nodes', rules: ofCluster },
    { kind: 'Role' as const, name: 'headroom-apply', rules: needs.write },
  ].filter(({ rules }) => rules.length > 0);
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
