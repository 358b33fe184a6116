import { z } from 'zod';

/** Amounts by resource, in the unit of the API: cores, bytes, counts. */
const amounts = z.record(z.string(), z.number().min(0));

const requirementSchema = z.strictObject({
  key: z.string(),
  operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']),
  values: z.array(z.string()),
});

const podNeedsSchema = z.strictObject({
  /** All containers that run as long as the pod, sidecars and the overhead of its runtime class included. */
  requests: amounts,
  limits: amounts,
  nodeSelector: z.record(z.string(), z.string()),
  /** Required node affinity: one of these terms must hold with all its requirements; empty: none is required. */
  nodeTerms: z.array(z.array(requirementSchema)),
  tolerations: z.array(
    z.strictObject({
      /** null: every taint. */
      key: z.string().nullable(),
      operator: z.enum(['Exists', 'Equal']),
      value: z.string(),
      /** null: every effect. */
      effect: z.string().nullable(),
    }),
  ),
  /** Required anti-affinity against its own kind on one node: no node holds two. */
  isAlone: z.boolean(),
  /** What else may keep it off a node and is not judged here, as the API names it. */
  notJudged: z.array(z.string()),
});

const roomNodeSchema = z.strictObject({
  name: z.string(),
  ready: z.boolean(),
  unschedulable: z.boolean(),
  /** Those that the pods ask about. */
  labels: z.record(z.string(), z.string()),
  taints: z.array(z.strictObject({ key: z.string(), value: z.string(), effect: z.string() })),
  allocatable: amounts,
  /** Requests of all pods on it, this service's included; null: pods of other namespaces may not be read. */
  used: amounts.nullable(),
  /** Of this service. */
  ownPods: z.int().min(0),
});

/** What is there for the pods of the service, as it was found before the load. */
export const roomShape = {
  pod: podNeedsSchema,
  /** Replicas that have a node. */
  placed: z.int().min(0),
  /** Replicas that exist, with a node or without: what a quota counts. Absent in older folders. */
  exist: z.int().min(0).exactOptional(),
  /** null: nodes may not be read. */
  nodes: z.array(roomNodeSchema).nullable(),
  quotas: z.array(
    z.strictObject({ name: z.string(), entry: z.string(), hard: z.number().min(0), used: z.number().min(0) }),
  ),
  /** How many pods a rollout adds at most: a number, or a share of the replicas; null: none, or unknown. */
  surge: z
    .union([z.strictObject({ pods: z.int().min(0) }), z.strictObject({ share: z.number().min(0) })])
    .nullable(),
  /** Signs of something that adds nodes; empty: none were found. null: where they would stand may not be read. */
  nodeAutoscaler: z.array(z.string()).nullable(),
  /** How long the pods' own servers let a request take, as their variables and arguments say. */
  timeouts: z.array(
    z.strictObject({ layer: z.enum(['server', 'worker']), name: z.string(), ms: z.number().min(0) }),
  ),
} as const;

const roomSchema = z.strictObject(roomShape);

/** What is there for the pods of a service. */
export type Room = z.infer<typeof roomSchema>;
/** What one replica asks for, and where it may run. */
export type PodNeeds = z.infer<typeof podNeedsSchema>;
/** A node as far as the pods of a service care. */
export type RoomNode = z.infer<typeof roomNodeSchema>;
