import { z } from 'zod';

/** What an agent may ask of `headroom mcp`: the arguments of each tool, with the names of the verbs' own options. */
const run = z
  .string()
  .min(1)
  .describe('run folder, such as runs/2026-11-28-085225-spike-5cc2, or its last part');

/** Of `what_if`. */
export const whatIfSchema = z.strictObject({
  run: run.describe('run folder of the recorded service, or its last part'),
  target: z.number().positive().optional().describe("the rule's target, in its own unit: 0.7"),
  min: z.int().min(0).optional().describe('least replicas'),
  max: z.int().min(0).optional().describe('most replicas'),
  replicas: z.int().min(1).optional().describe('a fixed number of replicas, without autoscaler'),
  peak: z.string().optional().describe('a spike this many times as high, such as 2x'),
  change: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('any other fields of a model file: {"router": {"queueWaitLimitMs": 1000}}'),
});

/** Of `why` and `is_it_proven`. */
export const oneRunSchema = z.strictObject({ run });

/** Of `compare`. */
export const compareSchema = z.strictObject({
  base: run.describe('run folder to compare with, or its last part'),
  runs: z.array(run).default([]).describe('the run to compare; several are repeats of the same'),
  alsoBase: z
    .array(run)
    .default([])
    .describe('further runs of the base: with more runs smaller differences show'),
  baseline: z.string().optional().describe('name of a baseline: base and runs are compared with its run'),
  tolerance: z
    .array(z.string())
    .default([])
    .describe('differences that do not matter: p95=5%, errors=0.2%, recovery=2s, replicas=1'),
  unlike: z.boolean().default(false).describe('compare although the loads differ'),
});

/** Of `runs`. */
export const noArgumentsSchema = z.strictObject({});

/** Of `test`. There is no host, rate or file: those are the config's, which a person wrote. */
export const fireSchema = z.strictObject({
  confirm: z
    .string()
    .optional()
    .describe('the token of an earlier answer, once a person has agreed to what that answer shows'),
});

/** What a person is asked before a load: one box to tick. Forms of the protocol can't be strict objects. */
export const agreementSchema = z.object({
  fire: z.boolean().describe('Fire this load now'),
});

/** The arguments of `what_if`, as read. */
export type WhatIf = z.output<typeof whatIfSchema>;
