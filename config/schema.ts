import { z } from 'zod';
import { tagsSchema, titleSchema } from '../runs/schema/labels.ts';
import { loadSchema } from '../runs/schema/load.ts';
import { planningSchema } from '../runs/schema/planning.ts';
import { policySettingsSchema } from '../runs/schema/policy.ts';
import { knownRouterSchema, sloSchema, targetKinds } from '../runs/schema/run.ts';
import { endpointsSchema } from './endpoint-schema.ts';
import { payloadSchema } from './payload.ts';
import { headersSchema, methodSchema, timeoutSchema, urlSchema } from './request.ts';

const targetSchema = z.strictObject({
  kind: z.enum(targetKinds).default('aks-v1').describe('sets the defaults for timeouts and the autoscaler'),
  url: urlSchema.describe('the scoring endpoint'),
  method: methodSchema.default('POST'),
  headers: headersSchema.default({}),
  payload: payloadSchema
    .optional()
    .describe("what each request sends; default: { sample: 'data' }, nothing with GET"),
  auth: z
    .strictObject({
      env: z.string().min(1).describe('name of the environment variable that holds the key or token'),
      header: z.string().default('Authorization'),
      prefix: z.string().default('Bearer '),
    })
    .optional(),
  tls: z
    .strictObject({
      caFile: z.string().optional(),
      certFile: z.string().optional(),
      keyFile: z.string().optional(),
      insecureSkipVerify: z.boolean().default(false),
    })
    .optional(),
  proxy: z
    .url({ protocol: /^http$/, error: 'expected http://host:port' })
    .refine((url) => !url.includes('@'), { message: 'holds a user or password: the proxy must do without' })
    .optional()
    .describe(
      'the HTTP proxy that HTTP requests go through, as in http://proxy.example:3128; WebSocket and gRPC dial directly. Default: none, whatever the environment names',
    ),
  requestTimeoutMs: timeoutSchema
    .optional()
    .describe(
      'when the client gives up; default: the documented timeout of the platform + 5 s, so that its 504 is seen; at most 65 s',
    ),
  slotsPerReplica: z
    .int()
    .min(1)
    .default(1)
    .describe(
      'requests that a replica may run at once: replica_max_concurrent_requests (documented default 1)',
    ),
});

const clusterSchema = z.strictObject({
  kubeconfig: z.string().optional().describe('default: KUBECONFIG, then ~/.kube/config'),
  context: z.string().optional(),
  namespace: z.string().default('default'),
  selector: z.string().min(1).describe('label selector of the model pods, e.g. azuremlappname=my-service'),
  required: z
    .boolean()
    .default(true)
    .describe('a test stops before its load if it would see no replica; false: it fires blind'),
});

const isHost = (entry: string): boolean =>
  !/[/?#@\s]/.test(entry) && URL.canParse(`http://${entry}`) && new URL(`http://${entry}`).hostname !== '';

const safetySchema = z.strictObject({
  allowedHosts: z
    .array(z.string().refine(isHost, 'expected host or host:port, without http:// and without a path'))
    .min(1)
    .optional()
    .describe(
      'host or host:port; a request to any other sends nothing. Default: the hosts of target.url and endpoints',
    ),
  allowUnfenced: z
    .array(z.string().min(1))
    .optional()
    .describe(
      'k6 modules that a script may import although the fence can’t hold their connections: k6/browser, k6/x/…',
    ),
  maxRatePerSecond: z.number().positive().default(500),
  maxDurationSeconds: z.number().positive().default(3600),
  maxReplicaHours: z
    .number()
    .positive()
    .default(100)
    .describe('ready replicas x hours while the load runs, by the watch of the cluster: then the load ends'),
  maxInFlight: z
    .int()
    .min(1)
    .max(100_000)
    .default(10_000)
    .describe('requests in flight at once; planned arrivals beyond it are dropped, and counted'),
  maxVirtualUsers: z
    .int()
    .min(1)
    .default(2_000)
    .describe('iterations of your own script at once, 0.3 MB of memory each; only with a script'),
  autoStop: z
    .strictObject({
      maxErrorShare: z.number().gt(0).max(1, 'a share in (0, 1]').default(0.9),
      windowSeconds: z.int().min(1).max(600).default(60),
      overdueMs: z
        .number()
        .positive()
        .default(10_000)
        .describe(
          'a request in flight for longer counts as failed already: a hung endpoint ends the load, too',
        ),
    })
    .prefault({}),
});

const isPrivate = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
};

const azureSchema = z.strictObject({
  subscriptionId: z.string().min(1),
  resourceGroup: z.string().min(1),
  workspace: z.string().min(1),
  endpoint: z.string().min(1),
  deployment: z.string().min(1),
  managementUrl: z
    .url()
    .refine(isPrivate, 'a token goes there, so it must be https, or on this machine')
    .default('https://management.azure.com')
    .describe('Azure Resource Manager; another one for sovereign clouds'),
});

const applySchema = z.union([
  z.strictObject({
    kubernetes: z.strictObject({
      object: z
        .string()
        .optional()
        .describe('Kind/name that settings are written to; default: what scales the recorded service'),
    }),
  }),
  z.strictObject({
    azure: azureSchema.describe(
      'a v2 deployment of a Kubernetes online endpoint, written over Azure Resource Manager',
    ),
  }),
  z.strictObject({ sandbox: z.url().describe('Kubernetes API of the sandbox, e.g. http://127.0.0.1:8891') }),
  z.strictObject({
    command: z
      .array(z.string().min(1))
      .min(1)
      .describe(
        'program and arguments; {settings} and {recommendation} in them stand for paths, without either the recommendation comes last',
      ),
    auto: z.boolean().default(false).describe('run it without --yes'),
  }),
]);

/**
 * k6.config.ts as a person writes it: defaults that depend on the platform are filled in by `resolveConfig`.
 */
export const configSchema = z.strictObject({
  title: titleSchema
    .optional()
    .describe('what its runs are called in lists and reports; default: the scenario'),
  tags: tagsSchema.default([]).describe('words by which its runs are found again, such as nightly'),
  target: targetSchema,
  endpoints: endpointsSchema
    .optional()
    .describe('several requests with a share of the arrivals each; default: that of target alone'),
  load: loadSchema,
  script: z
    .string()
    .optional()
    .describe('your own k6 scenario file (TypeScript); its default function is run for every arrival'),
  slo: sloSchema.prefault({}),
  plan: planningSchema
    .prefault({})
    .describe('what `headroom plan` plans for beside the load; its flags go before it'),
  cluster: clusterSchema.optional(),
  autoscaler: policySettingsSchema.optional().describe('the policy in use and its current settings'),
  router: knownRouterSchema
    .optional()
    .describe('what the router is set to where it differs from the documented defaults'),
  safety: safetySchema.prefault({}),
  apply: applySchema.optional().describe('how `headroom verify` puts advised settings into effect'),
  k6: z
    .strictObject({
      path: z.string().optional(),
      extensions: z
        .array(
          z
            .string()
            .regex(
              /^[\w.~/-]+@v[\w.+-]+$/,
              'expected a Go module with its version: github.com/owner/name@v1.2.3',
            ),
        )
        .default([]),
      releases: z
        .url({ protocol: /^https?$/, error: 'expected an http:// or https:// URL' })
        .optional()
        .describe('where release archives of k6 with the module lie; HEADROOM_K6_RELEASES goes before it'),
    })
    .prefault({}),
  seed: z.int().min(0).default(1),
});

/** What a person writes in k6.config.ts. */
export type ConfigInput = z.input<typeof configSchema>;
/** The same with every default filled in by the schema. */
export type Config = z.output<typeof configSchema>;
