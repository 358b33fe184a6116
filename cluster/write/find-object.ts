import { HeadroomError } from '../../errors/headroom-error.ts';
import type { Connection } from '../connect/kube-client.ts';
import { isWritable, type ObjectRef, refText, type WritableKind } from './object-ref.ts';
import { type LiveObject, listObjects } from './write-object.ts';

/** What the recording knows of the service. */
type Service = {
  readonly namespace: string;
  readonly autoscaler: string | undefined;
  /** What the autoscaler scales. */
  readonly workload: { readonly kind: string; readonly name: string } | undefined;
};

type RuleKind = 'hpa' | 'keda-http' | 'knative' | 'fixed';

type TargetRef = { readonly kind?: string; readonly name?: string; readonly deployment?: string };

const targetOf = ({ spec }: LiveObject): TargetRef => (spec?.['scaleTargetRef'] ?? {}) as TargetRef;

const isFor = (object: LiveObject, { workload }: Service): boolean => {
  const { kind = 'Deployment', name, deployment: older } = targetOf(object);
  return workload !== undefined && kind === workload.kind && (name ?? older) === workload.name;
};

const only = (refs: readonly ObjectRef[], kind: string, { namespace }: Service): ObjectRef => {
  if (refs.length === 1) return refs[0]!;
  throw new HeadroomError('E_USAGE', {
    what:
      refs.length === 0
        ? `no ${kind} of the recorded service is in the namespace ${namespace}`
        : `${refs.length} objects could be the one that scales the service: ${refs.map(refText).join(', ')}`,
    where: `namespace ${namespace}`,
    fix:
      refs.length === 0
        ? 'create it from its file in settings/ of the run folder, or name another object: apply.kubernetes.object in the config, or headroom apply --object Kind/name'
        : 'name the one that is meant: apply.kubernetes.object in the config, or headroom apply --object Kind/name',
  });
};

const refsOf = (
  kind: WritableKind,
  { namespace }: Service,
  objects: readonly LiveObject[],
): readonly ObjectRef[] => objects.map(({ metadata }) => ({ kind, namespace, name: metadata.name }));

/** Controllers that make an HPA from an object of their own, and would write over a change of it. */
const makers: Readonly<Record<string, WritableKind>> = {
  ScaledObject: 'ScaledObject',
  InferenceService: 'InferenceService',
};

const findHpa = async (connection: Connection, service: Service): Promise<ObjectRef> => {
  const { namespace, autoscaler } = service;
  const all = await listObjects(connection, 'HorizontalPodAutoscaler', namespace);
  const named = all.filter(({ metadata }) => metadata.name === autoscaler);
  const found = named.length > 0 ? named : all.filter((each) => isFor(each, service));
  const ref = only(refsOf('HorizontalPodAutoscaler', service, found), 'HorizontalPodAutoscaler', service);
  const { ownerReferences = [], labels = {} } = found[0]!.metadata;
  const knativeService = labels['serving.knative.dev/service'];
  if (knativeService !== undefined) return { kind: 'Service', namespace, name: knativeService };
  const owner = ownerReferences.find(({ kind }) => Object.hasOwn(makers, kind));
  return owner ? { kind: makers[owner.kind]!, namespace, name: owner.name } : ref;
};

/** A revision's Deployment is named after its Service: `name-00001-deployment`. */
const findKnative = async (connection: Connection, service: Service): Promise<ObjectRef> => {
  const all = await listObjects(connection, 'Service', service.namespace);
  const found = all.filter(
    ({ metadata }) =>
      service.workload !== undefined &&
      new RegExp(`^${metadata.name}-\\d{5}-deployment$`).test(service.workload.name),
  );
  const ref = only(refsOf('Service', service, found), 'Knative Service', service);
  const owner = found[0]!.metadata.ownerReferences?.find(({ kind }) => kind === 'InferenceService');
  return owner ? { kind: 'InferenceService', namespace: service.namespace, name: owner.name } : ref;
};

/**
 * The object that settings of a rule belong into: the one that a person or a pipeline wrote, not the one that a controller
 * made of it.
 *
 * @throws HeadroomError E_USAGE if none or several could be it; E_CLUSTER
 */
export const findObject = async (
  connection: Connection,
  rule: RuleKind,
  service: Service,
): Promise<ObjectRef> => {
  if (rule === 'hpa') return findHpa(connection, service);
  if (rule === 'knative') return findKnative(connection, service);
  if (rule === 'keda-http') {
    const all = await listObjects(connection, 'HTTPScaledObject', service.namespace);
    const found = all.filter((each) => isFor(each, service));
    return only(refsOf('HTTPScaledObject', service, found), 'HTTPScaledObject', service);
  }
  const { namespace, workload } = service;
  const kind = workload?.kind ?? 'Deployment';
  const refs = workload && isWritable(kind) ? [{ kind, namespace, name: workload.name }] : [];
  return only(refs, kind, service);
};
