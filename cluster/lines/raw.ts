/** Whom an object belongs to, or what it scales. */
export type RawOwner = {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly controller?: boolean;
};

/** Who wrote which fields of an object. */
type RawManaged = { readonly manager?: string; readonly fieldsV1?: Readonly<Record<string, unknown>> };

/**
 * The parts of Kubernetes' JSON that this tool reads, as the API server sends it: times are RFC 3339 text,
 * and anything may be missing, because a server leaves out what is empty or zero.
 */
type RawMetadata = {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly RawOwner[];
  readonly managedFields?: readonly RawManaged[];
  readonly creationTimestamp?: string | null;
  readonly deletionTimestamp?: string | null;
};

/** What every Kubernetes object has. */
export type RawObject = { readonly metadata?: RawMetadata };

/** A condition in an object's status. */
export type RawCondition = {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string | null;
};

/** A Deployment or a ReplicaSet: both count their pods under the same names. */
export type RawWorkload = RawObject & {
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
  };
};

type RawTerminated = {
  readonly reason?: string;
  readonly exitCode?: number;
  readonly finishedAt?: string | null;
};

type RawContainerState = {
  readonly waiting?: { readonly reason?: string };
  readonly running?: { readonly startedAt?: string | null };
  readonly terminated?: RawTerminated;
};

/** The status of one container of a pod. */
export type RawContainer = {
  readonly restartCount?: number;
  readonly state?: RawContainerState;
  readonly lastState?: RawContainerState;
};

/** A pod, as far as it is read. */
export type RawPod = RawObject & {
  readonly spec?: { readonly nodeName?: string };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly conditions?: readonly RawCondition[];
    readonly containerStatuses?: readonly RawContainer[];
    readonly initContainerStatuses?: readonly RawContainer[];
  };
};

/** An event, of either API version, as far as it is read. */
export type RawEvent = RawObject & {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number | null;
  readonly series?: { readonly count?: number } | null;
  readonly eventTime?: string | null;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
};

/** A node, as far as it is read. */
export type RawNode = RawObject & {
  readonly spec?: {
    readonly unschedulable?: boolean;
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  };
  readonly status?: {
    readonly conditions?: readonly RawCondition[];
    readonly allocatable?: Readonly<Record<string, string>>;
  };
};

/** What one source of a metric has of it: a resource has its name itself, the others have it in `metric`. */
type RawMetricSource = {
  readonly name?: string;
  readonly container?: string;
  readonly metric?: { readonly name?: string };
  readonly current?: {
    readonly averageUtilization?: number;
    readonly averageValue?: string;
    readonly value?: string;
  };
};

/** An item of `status.currentMetrics`: its type, and the source under a key of that name. */
export type RawMetricStatus = {
  readonly type?: string;
  readonly resource?: RawMetricSource;
  readonly containerResource?: RawMetricSource;
  readonly pods?: RawMetricSource;
  readonly external?: RawMetricSource;
  readonly object?: RawMetricSource;
};

/** A ScaledObject, HTTPScaledObject or PodAutoscaler, as far as it is read. */
export type RawScaler = RawObject & {
  readonly spec?: object;
  readonly status?: {
    readonly desiredScale?: number;
    readonly conditions?: readonly RawCondition[] | null;
  };
};

/** A HorizontalPodAutoscaler, as far as it is read. */
export type RawAutoscaler = RawObject & {
  readonly spec?: {
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
    readonly scaleTargetRef?: RawOwner;
  };
  readonly status?: {
    readonly currentReplicas?: number;
    readonly desiredReplicas?: number;
    readonly currentMetrics?: readonly RawMetricStatus[] | null;
    readonly conditions?: readonly RawCondition[] | null;
  };
};

/** The name of an object; empty where it has none. */
export const nameOf = (object: RawObject): string => object.metadata?.name ?? '';

/** Which object it is, as a part of its line; none where the server does not say. */
export const uidOf = ({ metadata }: RawObject): { readonly uid?: string } =>
  metadata?.uid === undefined ? {} : { uid: metadata.uid };

/**
 * A Kubernetes time (RFC 3339, whole seconds or microseconds) as ms since the epoch; null where there is none.
 *
 * @example timeMs('2026-11-23T03:29:00Z') // 1795404540000
 */
export const timeMs = (text: string | null | undefined): number | null => {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? null : ms;
};

/** The one object that an object belongs to: the API marks it where there are several owners; null: it has none. */
export const controllerOf = ({ metadata }: RawObject): RawOwner | null => {
  const owners = metadata?.ownerReferences ?? [];
  return owners.find(({ controller }) => controller === true) ?? (owners.length === 1 ? owners[0]! : null);
};
