import { quantity } from '../../planner/settings/index.ts';
import type { PodNeeds } from '../../runs/schema/room.ts';
import { type Amounts, type ContainerSpec, type PodSpec, runningContainers } from '../doctor/objects.ts';

type Sum = Record<string, number>;

/** Amounts as numbers; one that can't be read is left out. */
export const amountsOf = (amounts: Amounts | undefined): Sum =>
  Object.fromEntries(
    Object.entries(amounts ?? {}).flatMap(([key, raw]) => {
      const value = quantity.read(raw) ?? undefined;
      return value === undefined ? [] : [[key, value]];
    }),
  );

/** Each resource by the function, over those that either of both has. */
const joined = (a: Sum, b: Sum, join: (x: number, y: number) => number): Sum =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, join(a[key] ?? 0, b[key] ?? 0)]),
  );

const plus = (x: number, y: number): number => x + y;

/** The API server takes a limit for a request that is not given. */
const requestsOf = ({ resources }: ContainerSpec): Sum => ({
  ...amountsOf(resources?.limits),
  ...amountsOf(resources?.requests),
});

const limitsOf = ({ resources }: ContainerSpec): Sum => amountsOf(resources?.limits);

const sumOver = (containers: readonly ContainerSpec[], of: (container: ContainerSpec) => Sum): Sum =>
  containers.reduce<Sum>((sum, container) => joined(sum, of(container), plus), {});

/**
 * What the scheduler counts for a pod: all that runs as long as the pod, or the largest container before it if that is more;
 * what the pod says as a whole instead, and the overhead of its runtime class.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export const podRequests = (pod: PodSpec): Sum => {
  const running = sumOver(runningContainers(pod), requestsOf);
  const before = (pod.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy !== 'Always');
  const largest = before.reduce<Sum>((sum, one) => joined(sum, requestsOf(one), Math.max), running);
  return joined({ ...largest, ...amountsOf(pod.resources?.requests) }, amountsOf(pod.overhead), plus);
};

/** Rules that only other objects decide: named, not judged. */
const notJudged = ({ affinity, topologySpreadConstraints = [], volumes = [] }: PodSpec): string[] => {
  const hard = topologySpreadConstraints.filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable !== 'ScheduleAnyway',
  );
  return [
    (affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).length > 0 && 'podAffinity',
    hard.length > 0 && 'topologySpreadConstraints',
    volumes.some((volume) => 'persistentVolumeClaim' in volume) && 'persistentVolumeClaim',
  ].filter((name) => name !== false);
};

const hostname = 'kubernetes.io/hostname';

/** Whether a term of anti-affinity means pods with these labels; one that says more than labels is taken to. */
const meansOwn = (
  term: { readonly labelSelector?: { readonly matchLabels?: Readonly<Record<string, string>> } },
  labels: Readonly<Record<string, string>>,
): boolean =>
  Object.entries(term.labelSelector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);

const isAlone = ({ affinity }: PodSpec, labels: Readonly<Record<string, string>>): boolean =>
  (affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).some(
    (term) => term.topologyKey === hostname && meansOwn(term, labels),
  );

type Operator = PodNeeds['nodeTerms'][number][number]['operator'];

const nodeTerms = ({ affinity }: PodSpec): PodNeeds['nodeTerms'] =>
  (affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []).map(
    ({ matchExpressions = [] }) =>
      matchExpressions.map(({ key, operator, values = [] }) => ({
        key,
        operator: operator as Operator,
        values: [...values],
      })),
  );

/** What one replica asks for, and where it may run. */
export const podNeedsOf = (pod: PodSpec, labels: Readonly<Record<string, string>>): PodNeeds => ({
  requests: podRequests(pod),
  limits: sumOver(runningContainers(pod), limitsOf),
  nodeSelector: { ...pod.nodeSelector },
  nodeTerms: nodeTerms(pod),
  tolerations: (pod.tolerations ?? []).map(({ key, operator, value, effect }) => ({
    key: key ?? null,
    operator: operator === 'Exists' ? 'Exists' : 'Equal',
    value: value ?? '',
    effect: effect ?? null,
  })),
  isAlone: isAlone(pod, labels),
  notJudged: notJudged(pod),
});
