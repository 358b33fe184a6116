import { z } from 'zod';
import { roomShape } from './room.ts';

/**
 * `cluster.ndjson`: one line per change of an object that matters for scaling. `atMs` is when the tool saw the
 * change (tool's clock, ms since the epoch); times inside an object are the cluster's own clock, ms since the
 * epoch. `clock` lines give the offset between the two.
 */
const at = { atMs: z.number() };
const time = z.number().nullable();

const clusterHeaderSchema = z.strictObject({
  kind: z.literal('header'),
  schemaVersion: z.literal(1),
  /** The run whose cluster was watched, as run.json names it. Absent in older folders. */
  runId: z.string().exactOptional(),
  /** The series closes with an `end` line: without one it was cut. Absent in older folders, which have none. */
  hasEnd: z.literal(true).exactOptional(),
});

/** The watch was ended in order: all that was seen is written. */
const endSchema = z.strictObject({ kind: z.literal('end'), ...at });

/** offsetMs = cluster clock - tool clock, measured from a response's Date header; good to +- uncertaintyMs. */
const clockSchema = z.strictObject({
  kind: z.literal('clock'),
  ...at,
  offsetMs: z.number(),
  uncertaintyMs: z.number().min(0),
});

/** Which object it is: one of the same name in another cluster, or made anew, has another. Absent in older folders. */
const uid = { uid: z.string().exactOptional() };

/** Names one object by what the API calls it. */
const objectRefSchema = z.strictObject({ apiVersion: z.string(), kind: z.string(), name: z.string() });

/**
 * What has a number of replicas: a Deployment, a ReplicaSet, or with `workload` whatever else the pods belong to
 * (StatefulSet, Argo Rollout, …).
 */
const workloadSchema = z.strictObject({
  kind: z.enum(['deployment', 'replicaSet', 'workload']),
  ...at,
  /** Of a `workload`: what the API calls it, and the resource that `gap` and `unknown` lines name. */
  object: z.strictObject({ apiVersion: z.string(), kind: z.string(), resource: z.string() }).exactOptional(),
  /** Signs that a GitOps tool writes spec.replicas and would reset them; absent: none were seen. */
  replicasKeptBy: z.array(z.string()).exactOptional(),
  name: z.string(),
  /** Not of a ReplicaSet, which is a revision. */
  ...uid,
  /** spec.replicas: what the autoscaler asked for. */
  desired: z.int().min(0),
  /** Pods that exist. */
  current: z.int().min(0),
  ready: z.int().min(0),
  available: z.int().min(0),
  deleted: z.boolean(),
});

/** A pod as it was seen at one time; a line for each change. */
export const podSchema = z.strictObject({
  kind: z.literal('pod'),
  ...at,
  name: z.string(),
  phase: z.string(),
  ready: z.boolean(),
  /** Deletion was asked for (terminating) or has happened. */
  terminating: z.boolean(),
  deleted: z.boolean(),
  node: z.string().nullable(),
  /** Condition times (cluster clock): the parts of the start-up lag. null = not reached. */
  createdAtMs: time,
  scheduledAtMs: time,
  initializedAtMs: time,
  startedAtMs: time,
  readyAtMs: time,
  restarts: z.int(),
  /** e.g. ContainerCreating, CrashLoopBackOff, ImagePullBackOff. */
  waitingReason: z.string().nullable(),
  /** e.g. OOMKilled, Error. */
  lastTerminatedReason: z.string().nullable(),
  /** Of that ending: 137 is a kill, by memory or by a probe. Absent where there was none, and in older folders. */
  lastExitCode: z.int().exactOptional(),
  /** Its controller, as "ReplicaSet score-7d4": another one is another revision. Absent in older folders. */
  owner: z.string().exactOptional(),
  /** Why the kubelet or an evictor ended the pod, such as "Evicted". */
  statusReason: z.string().exactOptional(),
  /** Message of PodScheduled=False, e.g. "0/3 nodes are available: 3 Insufficient nvidia.com/gpu." */
  unschedulableMessage: z.string().nullable(),
});

const eventSchema = z.strictObject({
  kind: z.literal('event'),
  ...at,
  /** eventTime ?? lastTimestamp ?? firstTimestamp, cluster clock. */
  eventAtMs: time,
  type: z.string(),
  reason: z.string(),
  message: z.string(),
  objectKind: z.string(),
  objectName: z.string(),
  count: z.int(),
});

const nodeSchema = z.strictObject({
  kind: z.literal('node'),
  ...at,
  name: z.string(),
  ready: z.boolean(),
  unschedulable: z.boolean(),
  allocatableCpu: z.string().nullable(),
  allocatableMemory: z.string().nullable(),
  allocatablePods: z.string().nullable(),
  deleted: z.boolean(),
});

const conditionsSchema = z.array(
  z.strictObject({ type: z.string(), status: z.string(), reason: z.string(), message: z.string() }),
);

/** One item of `status.currentMetrics`, as the controller saw it last. Quantities are text, as the API has them. */
const currentMetricSchema = z.strictObject({
  /** Resource, ContainerResource, Pods, External or Object. */
  type: z.string(),
  name: z.string(),
  container: z.string().nullable(),
  /** Whole percent of the request, over the pods whose sample counts. */
  averageUtilization: z.number().nullable(),
  averageValue: z.string().nullable(),
  value: z.string().nullable(),
});

/**
 * An object that tells how the service is to scale, as the API has it. What may hold a secret is left out: of annotations
 * all but those that scale, of KEDA's triggers all but types, names and targets.
 */
const scalingObjectSchema = z.strictObject({
  apiVersion: z.string(),
  kind: z.string(),
  /** The controller that made it; null: a person or a pipeline did. */
  madeBy: objectRefSchema.nullable(),
  /** null: it names none. */
  target: objectRefSchema.nullable(),
  annotations: z.record(z.string(), z.string()),
  spec: z.record(z.string(), z.unknown()),
});

const autoscalerSchema = z.strictObject({
  kind: z.literal('autoscaler'),
  ...at,
  name: z.string(),
  ...uid,
  minReplicas: z.int(),
  maxReplicas: z.int(),
  currentReplicas: z.int(),
  desiredReplicas: z.int(),
  /** Empty where the controller could not have any. */
  currentMetrics: z.array(currentMetricSchema),
  conditions: conditionsSchema,
  /** Absent in older folders. */
  object: scalingObjectSchema.exactOptional(),
  deleted: z.boolean(),
});

/** A ScaledObject, HTTPScaledObject or PodAutoscaler: what makes an HPA, or scales without one. */
const scalerSchema = z.strictObject({
  kind: z.literal('scaler'),
  ...at,
  name: z.string(),
  ...uid,
  /** null: its status does not say. */
  desiredReplicas: z.int().nullable(),
  conditions: conditionsSchema,
  object: scalingObjectSchema,
  deleted: z.boolean(),
});

/** What the nodes and quotas have left for the service, once before the load. Absent in older folders. */
const roomLineSchema = z.strictObject({ kind: z.literal('room'), ...at, ...roomShape });

/**
 * Ready pods of the router in one namespace, once before the load. Absent where they may not be read, where none was found and
 * in older folders.
 */
const routerPodsSchema = z.strictObject({
  kind: z.literal('routerPods'),
  ...at,
  namespace: z.string(),
  ready: z.int().min(1),
});

/**
 * A time in which changes may have been missed between their steps. The state after it is known again, unless an `unknown` line of
 * the resource follows at once.
 */
const watchGapSchema = z.strictObject({
  kind: z.literal('gap'),
  ...at,
  resource: z.string(),
  fromMs: z.number(),
  toMs: z.number(),
  reason: z.string(),
});

/**
 * What can't be read from here on (no access, forbidden): the report says unknown instead of zero. `resource` is 'cluster' where
 * nothing can.
 */
const unknownSchema = z.strictObject({
  kind: z.literal('unknown'),
  ...at,
  resource: z.string(),
  reason: z.string(),
});

/** One line of `cluster.ndjson`. */
export const clusterLineSchema = z.discriminatedUnion('kind', [
  clusterHeaderSchema,
  clockSchema,
  workloadSchema,
  podSchema,
  eventSchema,
  nodeSchema,
  autoscalerSchema,
  scalerSchema,
  roomLineSchema,
  routerPodsSchema,
  watchGapSchema,
  unknownSchema,
  endSchema,
]);

/** One line of `cluster.ndjson`, as read. */
export type ClusterLine = z.infer<typeof clusterLineSchema>;
/** The replicas of a Deployment, ReplicaSet or other workload, as seen at one time. */
export type WorkloadLine = z.infer<typeof workloadSchema>;
/** A pod, as seen at one time. */
export type PodLine = z.infer<typeof podSchema>;
/** A Kubernetes event of the service. */
export type EventLine = z.infer<typeof eventSchema>;
/** A node, as seen at one time. */
export type NodeLine = z.infer<typeof nodeSchema>;
/** What an autoscaler last saw of one metric. */
export type CurrentMetric = z.infer<typeof currentMetricSchema>;
/** A HorizontalPodAutoscaler, as seen at one time. */
export type AutoscalerLine = z.infer<typeof autoscalerSchema>;
/** What the nodes and quotas have left for the service. */
export type RoomLine = z.infer<typeof roomLineSchema>;
/** How many pods the router has in one namespace. */
export type RouterPodsLine = z.infer<typeof routerPodsSchema>;
/** What makes or replaces an HPA, as seen at one time. */
export type ScalerLine = z.infer<typeof scalerSchema>;
/** How a service is to scale, as an object of the API says it. */
export type ScalingObject = z.infer<typeof scalingObjectSchema>;
