import { matchesLabels } from '../../runs/schema/label-selector.ts';
import { controllerOf, type RawEvent, type RawScaler } from '../lines/raw.ts';
import { toScalingObject } from '../lines/scaling-object.ts';
import type { Dumped, DumpedObject } from './objects.ts';

type Named = { readonly kind?: string; readonly name?: string };

/** What an autoscaler or an event of a dump is about. */
const subjectOf = (object: DumpedObject): Named =>
  object.kind === 'Event'
    ? ((object as RawEvent).involvedObject ?? {})
    : (toScalingObject(object as RawScaler, object).target ?? {});

/** Kinds of which labels tell whether they are of a service. */
const labelled = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'Pod']);

/** Values of a selector that ask for one value: `app=score` names score. */
const namesIn = (selector: string): string[] =>
  selector
    .split(',')
    .flatMap((part) => /^[^!=]+==?\s*(?<value>[\w.-]+)\s*$/.exec(part)?.groups?.['value'] ?? []);

/** Kubernetes names what a workload makes `name-…`. */
const isOf = (name: string, { name: own = '' }: Named): boolean => own === name || own.startsWith(`${name}-`);

/** The Deployment that made a ReplicaSet has its name without the hash of the template. */
const deploymentsOf = (pods: readonly DumpedObject[]): string[] =>
  pods.flatMap((pod) => {
    const owner = controllerOf(pod);
    return owner?.kind === 'ReplicaSet'
      ? (/^(?<name>.+)-[^-]+$/.exec(owner.name ?? '')?.groups?.['name'] ?? [])
      : [];
  });

/**
 * What belongs to a service by its name, as `Kind/name`, where a dump lacks what ties it to the labels: the Deployment of pods whose
 * owners were not dumped, and where it holds neither pods nor workloads what its autoscalers scale and its events are about. A name
 * may be that of another service: so it is said.
 */
export const belongsByName = (
  { objects, kinds }: Dumped,
  { namespace, selector }: { readonly namespace: string; readonly selector: string },
): string[] => {
  const own = objects.filter(({ metadata }) => (metadata.namespace ?? 'default') === namespace);
  const subjects = own.map(subjectOf).filter(({ kind }) => kind !== undefined);
  const pods = own.filter(
    ({ kind, metadata }) => kind === 'Pod' && matchesLabels(selector, metadata.labels ?? {}) === true,
  );
  const found = own.some(({ kind }) => labelled.has(kind))
    ? (kinds.includes('ReplicaSet') ? [] : deploymentsOf(pods)).flatMap((deployment) =>
        subjects.filter(({ kind, name }) => kind === 'Deployment' && name === deployment),
      )
    : namesIn(selector).flatMap((name) => subjects.filter((subject) => isOf(name, subject)));
  return [...new Set(found.map(({ kind, name }) => `${kind}/${name}`))].sort();
};
