import { HeadroomError } from '../../errors/headroom-error.ts';
import { pathOf } from '../resources.ts';

/** The objects that settings may be written to. */
const writable = {
  HorizontalPodAutoscaler: { group: 'autoscaling', version: 'v2', name: 'horizontalpodautoscalers' },
  ScaledObject: { group: 'keda.sh', version: 'v1alpha1', name: 'scaledobjects' },
  HTTPScaledObject: { group: 'http.keda.sh', version: 'v1alpha1', name: 'httpscaledobjects' },
  Service: { group: 'serving.knative.dev', version: 'v1', name: 'services' },
  InferenceService: { group: 'serving.kserve.io', version: 'v1beta1', name: 'inferenceservices' },
  Deployment: { group: 'apps', version: 'v1', name: 'deployments' },
  StatefulSet: { group: 'apps', version: 'v1', name: 'statefulsets' },
} as const;

/** The kind of an object that settings may be written to; `Service` is Knative's. */
export type WritableKind = keyof typeof writable;

/** One object of a cluster. */
export type ObjectRef = { readonly kind: WritableKind; readonly namespace: string; readonly name: string };

/** Whether settings may be written to objects of a kind. */
export const isWritable = (kind: string): kind is WritableKind => Object.hasOwn(writable, kind);

/** @example apiVersionOf('Deployment') // 'apps/v1' */
export const apiVersionOf = (kind: WritableKind): string =>
  `${writable[kind].group}/${writable[kind].version}`;

/** Where all objects of a kind are listed. */
export const collectionPath = (kind: WritableKind, namespace: string): string =>
  pathOf({ ...writable[kind], namespace });

/** Where one object is read and written. */
export const objectPath = ({ kind, namespace, name }: ObjectRef): string =>
  `${collectionPath(kind, namespace)}/${encodeURIComponent(name)}`;

/** The resource of a kind, as roles name it. */
export const resourceOf = (kind: WritableKind): string => `${writable[kind].name}.${writable[kind].group}`;

/** @example refText({ kind: 'Deployment', namespace: 'models', name: 'score' }) // 'Deployment models/score' */
export const refText = ({ kind, namespace, name }: ObjectRef): string => `${kind} ${namespace}/${name}`;

/**
 * An object as a person names it on the command line: `Kind/name`.
 *
 * @throws HeadroomError E_USAGE for another kind
 */
export const parseRef = (text: string, namespace: string): ObjectRef => {
  const [kind = '', name = ''] = text.split('/');
  if (isWritable(kind) && name !== '') return { kind, namespace, name };
  throw new HeadroomError('E_USAGE', {
    what: `"${text}" names no object that settings can be written to`,
    where: '--object',
    fix: `write Kind/name, with one of ${Object.keys(writable).join(', ')}`,
  });
};
