import type { RawObject } from '../lines/raw.ts';

/** Field managers of tools that write what stands in Git, again and again. */
const managers = /argo-?cd|kustomize-controller|helm-controller|fluxcd?|fleet|config-?sync|configmanagement/i;

/** Labels and annotations by which such tools know their objects. */
const marks = [
  'argocd.argoproj.io/tracking-id',
  'argocd.argoproj.io/instance',
  'kustomize.toolkit.fluxcd.io/name',
  'helm.toolkit.fluxcd.io/name',
  'configmanagement.gke.io/managed',
  'objectset.rio.cattle.io/id',
];

/**
 * What says that a GitOps tool keeps an object as Git has it: it would take a change back within minutes, perhaps in the
 * middle of a test. Empty: nothing does.
 *
 * @example gitOpsSigns(hpa) // ['argocd-controller']
 */
export const gitOpsSigns = ({ metadata }: RawObject): readonly string[] => {
  const names = (metadata?.managedFields ?? []).map(({ manager = '' }) => manager);
  const keys = Object.keys({ ...metadata?.labels, ...metadata?.annotations });
  return [
    ...new Set([
      ...names.filter((name) => managers.test(name)),
      ...keys.filter((key) => marks.includes(key)),
    ]),
  ];
};

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

const saysReplicas = (fields: unknown, [spec, replicas]: readonly [string, string]): boolean => {
  const inner = (fields as Readonly<Record<string, unknown>> | undefined)?.[spec];
  return typeof inner === 'object' && inner !== null && replicas in inner;
};

/** The manifest that was applied; it is a person's text, so it may be anything. */
const manifestIn = ({ metadata }: RawObject): unknown => {
  try {
    return JSON.parse(metadata?.annotations?.[lastApplied] ?? 'null') ?? {};
  } catch {
    return {};
  }
};

/**
 * What says that a GitOps tool writes the number of replicas of a workload: at its next sync it would take back what an
 * autoscaler has set. Empty: nothing does, or its manifest leaves the number out, as it should.
 *
 * @example replicasKeptBy(deployment) // ['argocd-controller']
 */
export const replicasKeptBy = (raw: RawObject): readonly string[] => {
  const owners = (raw.metadata?.managedFields ?? [])
    .filter(
      ({ manager = '', fieldsV1 }) =>
        managers.test(manager) && saysReplicas(fieldsV1, ['f:spec', 'f:replicas']),
    )
    .map(({ manager = '' }) => manager);
  if (owners.length > 0) return [...new Set(owners)];
  return saysReplicas(manifestIn(raw), ['spec', 'replicas']) ? gitOpsSigns(raw) : [];
};
