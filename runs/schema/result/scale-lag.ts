import { z } from 'zod';

/**
 * The way from a step of the load to the ready replicas that it called for, part by part. Each begins where the one before ends; the first one with the step of the load or, if replicas were asked for since, with that decision.
 *
 * - `signal`: until what the autoscaler sees asks for more replicas
 * - `decide`: until more replicas are wanted
 * - `create`: until the pod exists
 * - `node`: while it fits on no node
 * - `schedule`: until it has a node, without `node`
 * - `pull`: until its image is there; where no event tells, it is in `start`
 * - `start`: until its containers run
 * - `init`: until it is ready
 */
export const lagParts = ['signal', 'decide', 'create', 'node', 'schedule', 'pull', 'start', 'init'] as const;

const partSchema = z.strictObject({
  part: z.enum(lagParts),
  /** Of the event's replicas the median; null: unknown. */
  seconds: z.number().min(0).nullable(),
  /** measured: both its ends were seen. inferred: one of them follows from something else. */
  how: z.enum(['measured', 'inferred', 'unknown']),
  /** Replicas, or moments, that it comes from. */
  n: z.int().min(0),
  /** File of the run folder that it comes from; null: not known. */
  file: z.string().nullable(),
});

const eventSchema = z.strictObject({
  /** Where the first part begins; null: no rise of the load came before. */
  fromSecond: z.number().nullable(),
  /** The last rise of the load before the decision. */
  loadSecond: z.number().nullable(),
  /** The wanted replicas rose. */
  decisionSecond: z.number(),
  from: z.int().min(0),
  to: z.int().min(0),
  /** Of its replicas, those that became ready. */
  ready: z.int().min(0),
  parts: z.array(partSchema).length(lagParts.length),
});

/** The scale-ups of a run, each with its parts, and the medians over them. */
export const scaleLagSchema = z.strictObject({
  events: z.array(eventSchema),
  /** Of the events that tell; the weakest `how` among them. */
  medians: z.array(partSchema).length(lagParts.length),
});

/** One part of the way from the load to the ready replica. */
export type LagPart = z.infer<typeof partSchema>;
/** One scale-up with its parts. */
export type ScaleEvent = z.infer<typeof eventSchema>;
/** The scale-lag waterfall of a run. */
export type ScaleLag = z.infer<typeof scaleLagSchema>;
