import { isEndedPhase } from '../../runs/schema/pod-phase.ts';
import type { RawAutoscaler, RawNode, RawObject, RawPod, RawWorkload } from '../lines/raw.ts';

/** Amounts by resource ("cpu": "500m"). */
export type Amounts = Readonly<Record<string, string | number>>;

/** A container as its pod asks for it. */
export type ContainerSpec = {
  readonly name: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly resources?: { readonly requests?: Amounts; readonly limits?: Amounts };
  /** `Always` makes an init container a sidecar. */
  readonly restartPolicy?: string;
};

type Requirement = { readonly key: string; readonly operator: string; readonly values?: readonly string[] };

type PodTerm = {
  readonly topologyKey?: string;
  readonly labelSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
};

type PodTerms = { readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodTerm[] };

/** Where a pod may run, as far as it must hold. */
type Affinity = {
  readonly nodeAffinity?: {
    readonly requiredDuringSchedulingIgnoredDuringExecution?: {
      readonly nodeSelectorTerms?: readonly { readonly matchExpressions?: readonly Requirement[] }[];
    };
  };
  readonly podAffinity?: PodTerms;
  readonly podAntiAffinity?: PodTerms;
};

/** What a pod asks for. */
export type PodSpec = {
  readonly nodeName?: string;
  readonly overhead?: Amounts;
  /** Of the pod as a whole. */
  readonly resources?: { readonly requests?: Amounts };
  readonly affinity?: Affinity;
  readonly tolerations?: readonly {
    readonly key?: string;
    readonly operator?: string;
    readonly value?: string;
    readonly effect?: string;
  }[];
  readonly topologySpreadConstraints?: readonly { readonly whenUnsatisfiable?: string }[];
  readonly volumes?: readonly object[];
  readonly containers?: readonly ContainerSpec[];
  readonly initContainers?: readonly ContainerSpec[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
};

/** A pod with what it asks for. */
export type PodObject = RawPod & { readonly spec?: PodSpec };

/** Whether a pod is on its way out: a Service sends it no new request, though it may be ready to its end. */
export const isBeingDeleted = ({ metadata }: PodObject): boolean => metadata?.deletionTimestamp != null;

/** Whether a pod has ended for good, as an evicted one: it stays until something deletes it, and is no replica. */
export const hasEnded = ({ status }: PodObject): boolean => isEndedPhase(status?.phase);

/** Whether a Service sends it requests. */
export const isReady = (pod: PodObject): boolean =>
  !isBeingDeleted(pod) &&
  !hasEnded(pod) &&
  (pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false);

/** A Deployment with the pods that it makes. */
export type WorkloadObject = RawWorkload & {
  readonly spec?: {
    readonly template?: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly spec?: PodSpec;
    };
    readonly strategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly maxSurge?: number | string };
    };
  };
};

/** A metric's target in an HPA. */
type MetricTarget = {
  readonly type?: string;
  readonly averageUtilization?: number;
  readonly averageValue?: string;
  readonly value?: string;
};

type MetricSource = {
  readonly name?: string;
  readonly container?: string;
  readonly metric?: { readonly name?: string };
  readonly target?: MetricTarget;
};

/** An entry of an HPA's `spec.metrics`: its type, and the source under a key of that name. */
export type MetricSpec = {
  readonly type?: string;
  readonly resource?: MetricSource;
  readonly containerResource?: MetricSource;
  readonly pods?: MetricSource;
  readonly external?: MetricSource;
  readonly object?: MetricSource;
};

/** A HorizontalPodAutoscaler with what it scales on. */
export type HpaObject = RawAutoscaler & {
  readonly spec?: {
    readonly metrics?: readonly MetricSpec[];
    readonly behavior?: { readonly scaleUp?: { readonly tolerance?: string | number } };
  };
};

/** A ResourceQuota: what a namespace may hold, and what it holds. */
export type QuotaObject = RawObject & {
  readonly spec?: { readonly scopes?: readonly string[]; readonly scopeSelector?: unknown };
  readonly status?: { readonly hard?: Amounts; readonly used?: Amounts };
};

/** A node with its labels. */
export type NodeObject = RawNode;

/** The source of a metric, whatever its type. */
export const sourceOf = (metric: MetricSpec): MetricSource =>
  metric.resource ?? metric.containerResource ?? metric.pods ?? metric.external ?? metric.object ?? {};

/** Containers that run as long as their pod does: sidecars are init containers that restart. */
export const runningContainers = ({ containers = [], initContainers = [] }: PodSpec): ContainerSpec[] => [
  ...containers,
  ...initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always'),
];
