import { watchEndText } from './connect/connection-faults.ts';
import { type Connection, requestTimeoutMs, type WatchEnd } from './connect/kube-client.ts';
import type { HpaObject, PodSpec } from './doctor/objects.ts';
import { controllerOf, nameOf, type RawObject } from './lines/raw.ts';
import { type Listed, listAll } from './list.ts';

/** A workload that may be a scoring service. */
export type FoundService = {
  readonly namespace: string;
  readonly name: string;
  /** Selects its pods. */
  readonly selector: string;
  /** Name of the HPA that scales it. */
  readonly autoscaler: string | null;
  /** What made that HPA, and writes over it, such as KEDA's ScaledObject; null: nothing. */
  readonly autoscalerOwner: { readonly kind: string; readonly name: string } | null;
  readonly isAzureml: boolean;
};

type Workload = RawObject & {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly template?: { readonly spec?: PodSpec };
  };
};

/** Parts of a cluster, not services of its users. */
const ownNamespaces = /^(kube-|gatekeeper|calico|tigera|cert-manager|istio-system|knative-|keda$|azureml$)/;
const ownNames = /^azureml-fe/;

const listOf = (client: Connection, kind: readonly [string, string, string], namespace: string | null) => {
  const [group, version, name] = kind;
  return listAll({
    client,
    resource: { group, version, name, namespace, selector: null },
    requestMs: requestTimeoutMs,
  });
};

const itemsIn = (listed: Listed | WatchEnd): readonly Workload[] =>
  listed.kind === 'listed' ? (listed.items as readonly Workload[]) : [];

/** Labels of Azure ML that name one service among all pods. */
const azuremlLabels = ['azuremlappname', 'ml.azure.com/deployment-name'];

const selectorOf = (labels: Readonly<Record<string, string>>): string => {
  const azureml = azuremlLabels.find((key) => labels[key] !== undefined);
  const chosen = azureml === undefined ? Object.entries(labels) : [[azureml, labels[azureml]]];
  return chosen.map(([key, value]) => `${key}=${value}`).join(',');
};

/** What was found, and why Deployments could not be read; null: they were. */
type FoundServices = { readonly services: readonly FoundService[]; readonly unread: string | null };

/**
 * Deployments and StatefulSets that may be scoring services, the likeliest first: those of Azure ML, then those with an HPA.
 *
 * @param namespace null: all that may be listed
 */
export const findServices = async (client: Connection, namespace: string | null): Promise<FoundServices> => {
  const [deployments, ...others] = await Promise.all([
    listOf(client, ['apps', 'v1', 'deployments'], namespace),
    listOf(client, ['apps', 'v1', 'statefulsets'], namespace),
    listOf(client, ['autoscaling', 'v2', 'horizontalpodautoscalers'], namespace),
  ]);
  const [sets, hpas] = [itemsIn(others[0]), itemsIn(others[1])];
  const found = [...itemsIn(deployments), ...sets].flatMap((one): FoundService[] => {
    const { metadata, spec } = one;
    const labels = spec?.selector?.matchLabels ?? metadata?.labels ?? {};
    const own = metadata?.namespace ?? namespace ?? 'default';
    const selector = selectorOf(labels);
    if (selector === '' || ownNamespaces.test(own) || ownNames.test(nameOf(one))) return [];
    const hpa = hpas.find(
      (each) =>
        each.metadata?.namespace === own && (each as HpaObject).spec?.scaleTargetRef?.name === nameOf(one),
    );
    const isAzureml = azuremlLabels.some((key) => labels[key] !== undefined);
    const { kind = '', name = '' } = (hpa && controllerOf(hpa)) ?? {};
    const scaled = {
      autoscaler: hpa ? nameOf(hpa) : null,
      autoscalerOwner: kind === '' ? null : { kind, name },
    };
    return [{ namespace: own, name: nameOf(one), selector, ...scaled, isAzureml }];
  });
  const rank = ({ isAzureml, autoscaler }: FoundService): number => (isAzureml ? 0 : autoscaler ? 1 : 2);
  return {
    services: found.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name)),
    unread: deployments.kind === 'listed' ? null : watchEndText(deployments, 'deployments'),
  };
};
