import { z } from 'zod';

/** Who may end a request that takes too long, from the outside in. */
export const timeoutLayers = ['client', 'gateway', 'router', 'server', 'worker'] as const;

const layer = z.enum(timeoutLayers);

const linkSchema = z.strictObject({
  layer,
  /** null: no limit, or none that is known (`from` tells which). */
  ms: z.number().min(0).nullable(),
  /** live: read from the pods. observed: where answers were cut off. */
  from: z.enum(['config', 'live', 'documented', 'observed', 'unknown']),
  /** What the setting is called where it stands; null: no name is known. */
  name: z.string().nullable(),
  /** Requests of this run that it cut. */
  cut: z.int().min(0),
  /** What it should be at least, as the layer behind it stands; null: it is enough, or it is not known. */
  shouldBeMs: z.number().min(0).nullable(),
});

/** Requests that all ended after about the same time: somebody's limit. */
const cutOffSchema = z.strictObject({
  outcome: z.string(),
  requests: z.int().min(1),
  /** Where they pile up: the middle, and the range. */
  ms: z.number().min(0),
  fromMs: z.number().min(0),
  toMs: z.number().min(0),
  /** Whose limit it is; null: of a layer behind the client, and nothing says of which. */
  layer: layer.nullable(),
  /** The limit fits so many times into it: a request that timed out is sent again by somebody. null: no known limit does. */
  tries: z.int().min(1).nullable(),
});

/** Where two layers contradict each other. */
const faultSchema = z.strictObject({
  /**
   * - `outerFirst`: the outer one gives up while the inner one works on, for nobody
   * - `equal`: which of both cuts is left to chance
   * - `retried`: a request that timed out runs again
   */
  code: z.enum(['outerFirst', 'equal', 'retried']),
  outer: layer,
  inner: layer,
});

/** Who may cut a request, who did, and in which order they stand. */
export const timeoutChainSchema = z.strictObject({
  links: z.array(linkSchema).min(1),
  cutOffs: z.array(cutOffSchema),
  faults: z.array(faultSchema),
  /** The slowest request that ended well; null: none did. Where requests were cut, others would have taken longer. */
  slowestOkMs: z.number().nullable(),
});

/** One layer's limit. */
export type TimeoutLink = z.infer<typeof linkSchema>;
/** Requests that all ended after about the same time. */
export type CutOff = z.infer<typeof cutOffSchema>;
/** The chain of timeouts of a run. */
export type TimeoutChain = z.infer<typeof timeoutChainSchema>;
