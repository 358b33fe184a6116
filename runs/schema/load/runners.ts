import { z } from 'zod';
import { about } from '../about.ts';

/** More runners than this are a mistake: the tool follows each by a stream of its own. */
const runnersMost = 200;

const countSchema = z
  .int()
  .min(1)
  .max(runnersMost)
  .meta(about('generators that share the plan: each fires every n-th arrival', 4, { unit: 'runners' }));

const onLossSchema = z
  .enum(['stop', 'goOn'])
  .default('stop')
  .meta(
    about(
      "what a lost runner does to the others: 'stop' ends the load, 'goOn' lets them go on. The load is not the planned one either way",
      'goOn',
    ),
  );

const readySecondsSchema = z.int().min(1).max(3600);

const readyAbout = about('how long all may take to be ready; then the test ends without a load', 300, {
  unit: 's',
});

const localRunnersSchema = z.strictObject({
  where: z.literal('local').meta(about('processes on this machine', 'local')),
  count: countSchema,
  onLoss: onLossSchema,
  readySeconds: readySecondsSchema.default(180).meta(readyAbout),
});

/** A name that Kubernetes takes. */
const dnsName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'expected a name of Kubernetes: small letters, digits, - and .');

/** What an API server takes as a resource of a container: its own ones, and extended ones with the domain of their vendor. */
const resourceName = z
  .string()
  .regex(
    /^(?:cpu|memory|ephemeral-storage|hugepages-\w+|[a-z0-9][-a-z0-9.]*\/[A-Za-z0-9][-A-Za-z0-9_.]*)$/,
    'expected cpu, memory, ephemeral-storage, or a resource with its domain, such as nvidia.com/gpu',
  );

/** Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const quantity = z
  .string()
  .regex(
    /^(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/,
    'expected a quantity of Kubernetes, 0 or more: 500m, 2, 1.5Gi',
  );

const quantitiesSchema = z.record(resourceName, quantity);

/** Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const labelKey = z
  .string()
  .regex(
    /^(?:[a-z0-9][-a-z0-9.]{0,252}\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
    'expected the key of a label: letters, digits, -, _ and ., after a domain and / or without',
  );

const labelValue = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/,
    'expected the value of a label: up to 63 letters, digits, -, _ and .',
  );

/** Host and port, a path of small letters, a tag, a digest. A node refuses others as `InvalidImageName`. */
const imageName = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/,
    'expected the name of an image: registry/path:tag, the path in small letters',
  );

const resourcesSchema = z
  .strictObject({
    requests: quantitiesSchema
      .exactOptional()
      .meta(about('what a node must have free', { cpu: '1' }, { otherwise: 'none' })),
    limits: quantitiesSchema
      .exactOptional()
      .meta(about('what a pod may take at most', { memory: '1Gi' }, { otherwise: 'none' })),
  })
  .default({ requests: { cpu: '1', memory: '256Mi' }, limits: { memory: '1Gi' } })
  .meta(
    about('of each pod, in the words of Kubernetes; a limit on CPU makes a generator late', {
      requests: { cpu: '2' },
    }),
  );

const tolerationSchema = z.strictObject({
  key: z
    .string()
    .exactOptional()
    .meta(about('of the taint', 'dedicated', { otherwise: 'any' })),
  operator: z
    .enum(['Exists', 'Equal'])
    .exactOptional()
    .meta(about('how the value is compared', 'Exists', { otherwise: "'Equal'" })),
  value: z
    .string()
    .exactOptional()
    .meta(about('of the taint', 'load', { otherwise: 'none' })),
  effect: z
    .enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
    .exactOptional()
    .meta(about('of the taint', 'NoSchedule', { otherwise: 'any' })),
});

const secretRefSchema = z.strictObject({
  secret: dnsName.meta(about('name of the Secret', 'scoring')),
  key: z.string().min(1).meta(about('key of that Secret', 'token')),
});

const placement = {
  namespace: dnsName
    .exactOptional()
    .meta(about('of the pods', 'load-tests', { otherwise: 'that of `cluster`' })),
  nodeSelector: z
    .record(labelKey, labelValue)
    .exactOptional()
    .meta(about('labels of the nodes that may run them', { pool: 'load' }, { otherwise: 'any node' })),
  tolerations: z
    .array(tolerationSchema)
    .exactOptional()
    .meta(
      about('taints of nodes that they may ignore', [{ key: 'dedicated', operator: 'Exists' }], {
        otherwise: 'none',
      }),
    ),
};

const clusterRunnersSchema = z.strictObject({
  where: z.literal('cluster').meta(about('pods of the cluster that `cluster` names', 'cluster')),
  count: countSchema,
  onLoss: onLossSchema,
  readySeconds: readySecondsSchema.default(300).meta(readyAbout),
  image: imageName.meta(
    about('k6 with the module of this very version', 'registry.example/headroom-k6:0.1.0'),
  ),
  by: z
    .enum(['job', 'testRun'])
    .default('job')
    .meta(about("'job': an indexed Job; 'testRun': a TestRun of the k6-operator", 'testRun')),
  ...placement,
  resources: resourcesSchema,
  serviceAccount: dnsName
    .default('headroom-runner')
    .meta(
      about(
        'of the pods: it may read the Lease by which the tool gives its orders. `headroom rbac --runners` prints its rights',
        'load-runner',
      ),
    ),
  imagePullSecret: dnsName
    .exactOptional()
    .meta(about('name of the Secret for the registry', 'registry', { otherwise: 'none' })),
  secrets: z
    .record(z.string().min(1), secretRefSchema)
    .default({})
    .meta(
      about('the Secret and its key for each environment variable that the config names', {
        SCORING_KEY: { secret: 'scoring', key: 'token' },
      }),
    ),
});

/** Where the load is fired from, and by how many processes. */
export const runnersSchema = z.discriminatedUnion('where', [localRunnersSchema, clusterRunnersSchema]);

/** Several generators that share one plan. */
export type Runners = z.infer<typeof runnersSchema>;
