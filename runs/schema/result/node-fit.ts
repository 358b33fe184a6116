import { z } from 'zod';

/**
 * What ends the growth of replicas.
 *
 * - `nodes`: what they ask for is not left on the nodes that they may use
 * - `quota`: a ResourceQuota of the namespace
 * - `pending`: pods of the run fitted on no node until its end: seen, not computed
 */
const fitLimits = ['nodes', 'quota', 'pending'] as const;

const shortageSchema = z.strictObject({
  /** As the API names it: cpu, memory, pods, nvidia.com/gpu, or the entry of a quota. */
  resource: z.string(),
  /** Nodes on which it is what ends first; null: unknown, or of a quota. */
  nodes: z.int().min(0).nullable(),
  /** The ResourceQuota whose entry it is; null: it is a resource of nodes. */
  quota: z.string().nullable(),
});

/** How many replicas the nodes can hold. */
export const nodeFitSchema = z.strictObject({
  /** Replicas in all, the running ones included, on the nodes that are there; null: can't be told. */
  replicas: z.int().min(0).nullable(),
  /** What quotas alone let exist; null: none limits them, or they may not be read. */
  quotaReplicas: z.int().min(0).nullable(),
  /** Whether nodes may be added while pods wait. unknown: where that would be said may not be read. */
  growth: z.enum(['none', 'possible', 'unknown']),
  /** exact: what else runs on the nodes is known. atMost: it is not, or not all rules were judged, so fewer may fit. */
  certainty: z.enum(['exact', 'atMost']),
  limit: z.enum(fitLimits).nullable(),
  /** What there is too little of for one more. */
  missing: z.array(shortageSchema),
  /** What one replica asks for, in the unit of the API: cores, bytes, counts; empty: unknown. */
  perReplica: z.record(z.string(), z.number()),
  /** Nodes that the replicas may use, of all; null: unknown. */
  usableNodes: z.int().min(0).nullable(),
  nodes: z.int().min(0).nullable(),
  /** With room left for the pods that a rollout adds; null: unknown. */
  replicasWithSurge: z.int().min(0).nullable(),
  /** Rules that may keep more of them off and were not judged. */
  notJudged: z.array(z.string()),
  /** Signs of something that adds nodes, or says that it did not. */
  nodeAutoscaler: z.array(z.string()),
  /** How long pods of this run waited for a node that came: the longest; null: none did. */
  nodeLagSeconds: z.number().min(0).nullable(),
  /** Pods that fitted on no node for some time of the run. */
  pendingPods: z.int().min(0),
  /** The scheduler's own words about the last of them; null: there were none. */
  said: z.string().nullable(),
});

/** How many replicas the nodes can hold, and what is missing for more. */
export type NodeFit = z.infer<typeof nodeFitSchema>;
