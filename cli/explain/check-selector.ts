import type { Dumped, DumpedObject } from '../../cluster/dump/objects.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { matchesLabels } from '../../runs/schema/label-selector.ts';

type Labels = Readonly<Record<string, string>>;

type Spec = {
  readonly selector?: { readonly matchLabels?: Labels };
  readonly template?: { readonly metadata?: { readonly labels?: Labels } };
};

type Labelled = { readonly namespace: string; readonly labels: Labels };

/** Labels of a pod, or those that a workload gives its pods, be there none now; null: of another kind. */
const podLabelsOf = (object: DumpedObject): Labels | null => {
  if (object.kind === 'Pod') return object.metadata.labels ?? {};
  const { spec } = object as { readonly spec?: Spec };
  const { selector, template } = spec ?? {};
  return template?.metadata?.labels ?? selector?.matchLabels ?? null;
};

/** They name one version or one pod, not a service. */
const ownLabels =
  /(?:^|\/)(?:pod-template-hash|controller-revision-hash|pod-template-generation|pod-name|pod-index)$/;

const shownMost = 10;

/** @example shown({ namespace: 'a', labels: { app: 'x' } }) // "--namespace a --selector 'app=x'" */
const shown = ({ namespace, labels }: Labelled): string[] =>
  Object.entries(labels)
    .filter(([key]) => !ownLabels.test(key))
    .map(([key, value]) => `--namespace ${namespace} --selector '${key}=${value}'`);

/**
 * Refuses a selector that selects nothing in a dump: "nothing stands in the way" would be a claim about no pod at all. A dump
 * without pods and workloads can't tell, so there it passes.
 *
 * @throws HeadroomError E_USAGE with the labels that are there
 */
export const checkSelector = (
  { objects }: Dumped,
  {
    selector,
    namespace,
    path,
  }: { readonly selector: string; readonly namespace: string; readonly path: string },
): void => {
  const labelled = objects.flatMap((object): Labelled[] => {
    const labels = podLabelsOf(object);
    return labels === null ? [] : [{ namespace: object.metadata.namespace ?? 'default', labels }];
  });
  if (matchesLabels(selector, {}) === null)
    throw new HeadroomError('E_USAGE', {
      what: `the label selector can’t be read: ${selector}`,
      where: '--selector',
      fix: "write it as for kubectl, such as 'app=scoring'",
    });
  const isThere = labelled.some(
    (one) => one.namespace === namespace && matchesLabels(selector, one.labels) === true,
  );
  if (isThere || labelled.length === 0) return;
  const there = [...new Set(labelled.flatMap(shown))];
  const more = there.length > shownMost ? `, or one of ${there.length - shownMost} more` : '';
  throw new HeadroomError('E_USAGE', {
    what: `no pod of the dump in namespace ${namespace} has the labels ${selector}`,
    where: path,
    fix:
      there.length === 0
        ? 'no pod in it has labels: dump the namespace of the service'
        : `name labels that are there: ${there.slice(0, shownMost).join(', or ')}${more}`,
  });
};
