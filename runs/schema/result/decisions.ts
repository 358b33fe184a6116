import { z } from 'zod';

/**
 * Why an autoscaler asked for what it asked for, or for nothing. The words are those of KEP-6107
 * (https://github.com/kubernetes/enhancements/issues/6107) as far as it has them. `planner/policies/hpa/decision.ts` says
 * when each holds; two more come from outside the rule:
 *
 * - `NotDue`: the load had changed, and the autoscaler had not looked since.
 * - `Paused`: an annotation of KEDA holds it still.
 */
const decisionReasons = [
  'AsProposed',
  'WithinTolerance',
  'Dampened',
  'Stabilized',
  'PolicyLimited',
  'AtMax',
  'AtMin',
  'ReplicaLimit',
  'InvalidMetrics',
  'ScalingDisabled',
  'NotDue',
  'Paused',
] as const;

/**
 * What became of one decision.
 *
 * - `made`: the wanted replicas changed.
 * - `held`: the metrics asked for another number, or could not be had, and the replicas stayed.
 * - `unasked`: the load had risen, and what the autoscaler saw asked for no more replicas.
 * - `missing`: by its rule it should have changed them, and did not; nothing shows why.
 * - `momentary`: they changed, as the rule may have asked at one moment of a second whose mean asked for something else.
 * - `unexplained`: they changed, and the rule as modelled has no reason for it; nothing shows why.
 * - `foreign`: so too, and there is a sign that someone else changed them: the autoscaler's own status wanted another number, it had
 *   no look then, or a GitOps tool writes the replicas.
 */
const decisionKinds = ['made', 'held', 'unasked', 'missing', 'momentary', 'unexplained', 'foreign'] as const;

const proposalSchema = z.strictObject({
  metric: z.string(),
  /** What this metric alone asks for; null: it gives no answer. */
  replicas: z.int().min(0).nullable(),
  /** Current value over target; null: there is no value. */
  ratio: z.number().min(0).nullable(),
  reason: z.enum(['AsProposed', 'WithinTolerance', 'Dampened', 'InvalidMetrics']),
});

/** One decision, or several in a row that came out the same. */
const decisionSchema = z.strictObject({
  kind: z.enum(decisionKinds),
  /** First and last look, in seconds since the load began. */
  fromSecond: z.number(),
  toSecond: z.number(),
  /** When the wanted replicas changed, in seconds since the load began; absent: they did not. */
  changedSecond: z.number().exactOptional(),
  /** How often the autoscaler looked meanwhile; 0 for `NotDue`. */
  looks: z.int().min(0),
  /** Wanted replicas before and after. */
  from: z.int().min(0),
  to: z.int().min(0),
  /** What the metrics ask for together, before windows, policies and bounds; null: no answer. */
  asked: z.int().min(0).nullable(),
  /**
   * Of a change whose reason nothing tells what the rule as modelled comes to, after windows, policies and bounds. Absent in older
   * results.
   */
  modelled: z.int().min(0).exactOptional(),
  /** By metric, of the look at which they asked for most; empty where none was asked. */
  proposals: z.array(proposalSchema),
  /** null: not known. */
  reason: z.enum(decisionReasons).nullable(),
  /** status: the cluster says so. settings: its own object does. replay: the rule, stepped on what was recorded, gives it. */
  reasonFrom: z.enum(['status', 'settings', 'replay']),
  /** The cluster's own words, where it has any. */
  said: z.string().nullable(),
});

/** What the autoscaler decided while the load ran, in order of time. */
export const decisionsSchema = z.strictObject({
  /** The kind of the rule whose steps these are. */
  rule: z.string(),
  /** Seconds between two looks. */
  intervalSeconds: z.number().positive(),
  /** seen: some looks left a trace in the recording, the others lie between them. assumed: none did. */
  looksFrom: z.enum(['seen', 'assumed']),
  rows: z.array(decisionSchema),
});

/** Why an autoscaler asked for what it asked for. */
export type DecisionWord = (typeof decisionReasons)[number];
/** One decision of an autoscaler, or one that did not come. */
export type DecisionRow = z.infer<typeof decisionSchema>;
/** All decisions of a recording. */
export type Decisions = z.infer<typeof decisionsSchema>;

/** Whether a replay alone gives two reasons for a decision: then what the metrics asked for is not known either. */
export const isUntold = ({
  kind,
  reason,
  reasonFrom,
}: Pick<DecisionRow, 'kind' | 'reason' | 'reasonFrom'>): boolean =>
  kind === 'held' && reason === null && reasonFrom === 'replay';
