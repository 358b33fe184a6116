import { z } from 'zod';
import { azuremlV1 } from '../../planner/platforms/azureml-v1.ts';
import { distributionSchema } from './model/distribution.ts';
import { policySettingsSchema } from './policy.ts';

/** At most a day: the timers of Node count in 32 bits. */
const limitMs = z.number().positive().max(86_400_000).nullable();
const dnsLabel = z
  .string()
  .regex(/^[a-z]([-a-z0-9]{0,48}[a-z0-9])?$/, 'a DNS label: at most 50 of a-z, 0-9 and -');
const port = z.int().min(0).max(65535);

const nodeSpecSchema = z.strictObject({
  name: dnsLabel,
  cpu: z.number().positive().describe('allocatable cores'),
  pods: z.int().min(1).describe('allocatable pods'),
});

/** Bounds wide enough that the default spike of the documentation has room to scale into. */
export const defaultSandboxPolicy = { kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 } as const;

/** What may change while the sandbox runs: the same object in the options and in its management API. */
const settings = {
  policy: policySettingsSchema.prefault(defaultSandboxPolicy),
  queueWaitLimitMs: limitMs
    .default(azuremlV1.queue.waitLimitMs.value)
    .describe('a request that waits longer gets 503; null: no limit'),
  queueLengthLimit: z
    .int()
    .min(0)
    .nullable()
    .default(null)
    .describe('a request that finds so many waiting gets 503'),
  requestTimeoutMs: limitMs
    .default(azuremlV1.requestTimeoutMs.value)
    .describe('from arrival; a request that takes longer gets 504; null: no limit'),
  onTimeout: z
    .enum(['release', 'keepWorking'])
    .default('release')
    .describe('whether a request that nobody waits for any more frees its slot at once or runs to its end'),
};

const sandboxSettingsSchema = z.strictObject(settings);

/** A change names only what it changes; no default may slip in for the rest. */
export const sandboxSettingsChangeSchema = z.strictObject({
  policy: policySettingsSchema.exactOptional(),
  queueWaitLimitMs: settings.queueWaitLimitMs.unwrap().exactOptional(),
  queueLengthLimit: settings.queueLengthLimit.unwrap().exactOptional(),
  requestTimeoutMs: settings.requestTimeoutMs.unwrap().exactOptional(),
  onTimeout: settings.onTimeout.unwrap().exactOptional(),
});

const startupLagSchema = z.strictObject({
  scheduleMs: distributionSchema.default({ kind: 'constant', meanMs: 100 }).describe('created to scheduled'),
  pullMs: distributionSchema
    .default({ kind: 'lognormal', meanMs: 2000, scv: 0.1 })
    .describe('scheduled to container started'),
  initMs: distributionSchema
    .default({ kind: 'lognormal', meanMs: 4000, scv: 0.1 })
    .describe('container started to ready'),
});

/** Everything about a sandbox, each with its default. */
export const sandboxOptionsSchema = z.strictObject({
  serviceName: dnsLabel.default('demo'),
  namespace: dnsLabel.default('default'),
  port: port.default(8890).describe('of the scoring endpoint; 0: any free one'),
  apiPort: port.default(8891).describe('of the Kubernetes and management APIs; 0: any free one'),
  seed: z.int().min(0).default(1),
  key: z.string().min(1).optional().describe('scoring then needs "Authorization: Bearer <key>"'),
  apiToken: z.string().min(1).optional().describe('the Kubernetes and management APIs then need this token'),
  kubeconfigFolder: z.string().min(1).optional().describe('default: a temporary folder, gone at the end'),
  slotsPerReplica: z.int().min(1).default(azuremlV1.slotsPerReplica.value),
  serviceTimeMs: distributionSchema.default({ kind: 'lognormal', meanMs: 100, scv: 0.25 }),
  startupLag: startupLagSchema.prefault({}),
  crashShare: z.number().min(0).max(1).default(0).describe('share of requests that crash their replica'),
  crashBackOffMs: z
    .number()
    .min(0)
    .default(10_000)
    .describe('pause before a second restart; doubles up to 5 min'),
  gracePeriodMs: z
    .number()
    .min(0)
    .default(30_000)
    .describe('what a removed replica gets to finish its requests'),
  cpuPerReplica: z.number().positive().default(0.1).describe('requested cores'),
  nodes: z
    .array(nodeSpecSchema)
    .min(1)
    .default([1, 2, 3].map((i) => ({ name: `aks-nodepool1-${i}`, cpu: 4, pods: 30 }))),
  ...settings,
});

/** What a person writes: every field may be left out. */
export type SandboxOptions = z.input<typeof sandboxOptionsSchema>;
/** Options of a sandbox with their defaults filled in. */
export type ResolvedSandboxOptions = z.output<typeof sandboxOptionsSchema>;
/** What can be changed while a sandbox runs: the policy and the router's limits. */
export type SandboxSettings = z.output<typeof sandboxSettingsSchema>;
/** Some of the settings; the others stay. */
export type SandboxSettingsChange = z.output<typeof sandboxSettingsChangeSchema>;
/** A node of the sandbox's cluster. */
export type NodeSpec = z.output<typeof nodeSpecSchema>;
