import type { LiveObject } from './write-object.ts';

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
export const gitOpsSigns = ({ metadata }: LiveObject): readonly string[] => {
  const names = (metadata.managedFields ?? []).map(({ manager = '' }) => manager);
  const keys = Object.keys({ ...metadata.labels, ...metadata.annotations });
  return [
    ...new Set([
      ...names.filter((name) => managers.test(name)),
      ...keys.filter((key) => marks.includes(key)),
    ]),
  ];
};
