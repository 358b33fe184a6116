import { z } from 'zod';
import { about } from '../../runs/schema/about.ts';
import { knownRouterSchema } from '../../runs/schema/known-router.ts';
import { matchesLabels } from '../../runs/schema/label-selector.ts';
import { tagsSchema, titleSchema } from '../../runs/schema/labels.ts';
import { loadSchema } from '../../runs/schema/load/load.ts';
import { planningSchema } from '../../runs/schema/planning.ts';
import { policySettingsSchema } from '../../runs/schema/policy.ts';
import { type Slo, sloSchema } from '../../runs/schema/run.ts';
import { applySchema } from './apply.ts';
import { endpointsSchema } from './endpoint.ts';
import { safetySchema } from './safety.ts';
import { targetSchema } from './target.ts';

const clusterSchema = z.strictObject({
  kubeconfig: z
    .string()
    .optional()
    .meta(
      about('file that says how the cluster is reached', './kubeconfig', {
        otherwise: 'KUBECONFIG, then ~/.kube/config, then the account of the pod',
      }),
    ),
  context: z
    .string()
    .optional()
    .meta(about('which context of that file', 'my-cluster', { otherwise: 'the current one' })),
  namespace: z
    .string()
    .regex(
      /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
      'expected the name of a namespace: a-z, 0-9 and -, such as "scoring"',
    )
    .default('default')
    .meta(about('the namespace of the model pods', 'scoring')),
  selector: z
    .string()
    .min(1)
    .refine(
      (text) => text === '' || matchesLabels(text, {}) !== null,
      'expected a label selector as for kubectl, such as "app=score"',
    )
    .meta(about('label selector of the model pods', 'app=score')),
  required: z
    .boolean()
    .default(true)
    .meta(about('a test stops before its load if it would see no replica; false: it fires blind', false)),
});

const k6Schema = z.strictObject({
  path: z
    .string()
    .optional()
    .meta(
      about("the k6 to use: one that has Headroom's module", './k6', {
        otherwise: 'found on PATH, built or downloaded',
      }),
    ),
  extensions: z
    .array(
      z
        .string()
        .regex(
          /^[\w.~/-]+@v[\w.+-]+$/,
          'expected a Go module with its version: github.com/owner/name@v1.2.3',
        ),
    )
    .default([])
    .meta(
      about('Go modules with their versions that are linked into k6', [
        'github.com/grafana/xk6-faker@v0.5.2',
      ]),
    ),
  releases: z
    .url({ protocol: /^https?$/, error: 'expected an http:// or https:// URL' })
    .optional()
    .meta(
      about(
        'where release archives of k6 with the module lie; HEADROOM_K6_RELEASES goes before it',
        'https://releases.example/k6',
        { otherwise: 'nothing is downloaded' },
      ),
    ),
});

/** What its runs are called. */
const labels = {
  title: titleSchema
    .optional()
    .meta(
      about('what its runs are called in lists and reports', 'Black Friday', { otherwise: 'the scenario' }),
    ),
  tags: tagsSchema.default([]).meta(about('words by which its runs are found again', ['nightly'])),
};

/** What says how well the service must do, and what is planned for. */
const goals = {
  slo: z
    .union([sloSchema, z.string().min(1)])
    .prefault({})
    .meta(
      about('limits that the load must keep: the verdict; or the path of a file of OpenSLO v1 with them', {
        maxErrorShare: 0.01,
        p95LatencyMs: 500,
      }),
    ),
  plan: planningSchema
    .prefault({})
    .meta(about('what `headroom plan` plans for beside the load; its flags go before it', { margin: 0.3 })),
};

/** What is known of the service beside its address. */
const service = {
  cluster: clusterSchema
    .optional()
    .meta(
      about(
        'the cluster whose replicas are watched',
        { namespace: 'scoring', selector: 'app=score' },
        { otherwise: 'nothing is watched: no causes, no replicas' },
      ),
    ),
  autoscaler: policySettingsSchema
    .optional()
    .meta(
      about(
        'the autoscaler in use and its current settings',
        { kind: 'hpa', minReplicas: 2, maxReplicas: 20, metrics: [{ targetValue: 0.5 }] },
        { otherwise: 'read in the cluster, else the documented one of target.kind' },
      ),
    ),
  router: knownRouterSchema
    .optional()
    .meta(
      about(
        'what the router is set to where it differs from the documented defaults',
        { queueWaitMs: 500 },
        { otherwise: 'documented, or inferred from the run' },
      ),
    ),
};

/**
 * k6.config.ts as a person writes it: defaults that depend on the platform are filled in by `resolveConfig`. Every key
 * is described for editors and for docs/reference/config.md: `about`.
 */
export const configSchema = z.strictObject({
  ...labels,
  target: targetSchema.meta(
    about('what is tested, and how one request looks', {
      kind: 'kubernetes',
      url: 'https://scoring.example/score',
    }),
  ),
  endpoints: endpointsSchema.optional().meta(
    about(
      'several requests with a share of the arrivals each',
      [
        { name: 'score', share: 0.9, path: '/score' },
        { name: 'explain', share: 0.1, path: '/explain' },
      ],
      { otherwise: 'the request of target alone' },
    ),
  ),
  load: loadSchema.meta(
    about('which load is fired: its shape and numbers', {
      scenario: 'spike',
      baselineRatePerSecond: 10,
      peakRatePerSecond: 60,
    }),
  ),
  script: z
    .string()
    .optional()
    .meta(
      about(
        'your own k6 scenario file (TypeScript); its default function is run for every arrival',
        './my-scenario.ts',
        { otherwise: 'the request of target' },
      ),
    ),
  ...goals,
  ...service,
  safety: safetySchema.prefault({}).meta(
    about('where a load may go, how large it may be, and when it ends by itself', {
      maxRatePerSecond: 1000,
    }),
  ),
  apply: applySchema
    .optional()
    .meta(
      about(
        'how `headroom apply`, `verify` and `tune` put advised settings into effect',
        { kubernetes: {} },
        { otherwise: 'the object that scales the recorded service' },
      ),
    ),
  k6: k6Schema.prefault({}).meta(about('where k6 comes from, and what is linked into it', { path: './k6' })),
  seed: z
    .int()
    .min(0)
    .default(1)
    .meta(about('the same seed draws the same arrivals', 7, { unit: 'none' })),
});

/** What a person writes in k6.config.ts. */
export type ConfigInput = z.input<typeof configSchema>;
/** The same with every default filled in by the schema, and the limits in place of a file that holds them. */
export type Config = Omit<z.output<typeof configSchema>, 'slo'> & { readonly slo: Slo };
