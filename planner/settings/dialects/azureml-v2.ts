import { azuremlV2 as platform } from '../../platforms/azureml-v2.ts';
import { createDialect } from '../dialect.ts';
import { fieldsOf } from '../fields.ts';
import type { ScalingSettings } from '../settings.ts';
import { type Path, valueIn, withValue } from '../text/edit.ts';
import { type Trap, trapIf } from '../trap.ts';

const scaleType: Path = ['scale_settings', 'type'];

const isFixed = (document: unknown): boolean => valueIn(document, scaleType) === 'default';

/** The longest timeout of a Kubernetes online endpoint (documented), and from where users saw refusals. */
const timeoutMsMax = platform.knobs.requestTimeoutMs.range.max;
const timeoutMsRefused = platform.requestTimeoutMsRefused.value;

const timeoutTraps = (document: unknown, requestTimeoutMs: number): readonly Trap[] => [
  ...trapIf(valueIn(document, ['request_settings', 'request_timeout_ms']) === undefined, {
    rule: 'short-default-timeout',
    level: 'warning',
    requestTimeoutMs,
  }),
  ...trapIf(requestTimeoutMs > timeoutMsMax, {
    rule: 'timeout-above-limit',
    level: 'error',
    requestTimeoutMs,
    limitMs: timeoutMsMax,
  }),
  ...trapIf(requestTimeoutMs > timeoutMsRefused && requestTimeoutMs <= timeoutMsMax, {
    rule: 'timeout-often-refused',
    level: 'warning',
    requestTimeoutMs,
    refusedMs: timeoutMsRefused,
  }),
];

const misspelled = (document: unknown): readonly Trap[] =>
  ['scale_setting', 'request_setting'].flatMap((key) =>
    trapIf(valueIn(document, [key]) !== undefined, {
      rule: 'misspelled-key',
      level: 'error',
      key,
    }),
  );

const traps = (document: unknown, settings: ScalingSettings): readonly Trap[] => {
  const { maxReplicas = 1, slotsPerReplica = 1, requestTimeoutMs = 0 } = settings;
  const workers = Number(valueIn(document, ['environment_variables', 'WORKER_COUNT']) ?? 1);
  return [
    ...misspelled(document),
    ...timeoutTraps(document, requestTimeoutMs),
    ...trapIf(!isFixed(document) && maxReplicas === 1, {
      rule: 'one-replica-at-most',
      level: 'warning',
    }),
    ...trapIf(isFixed(document) && valueIn(document, ['scale_settings', 'max_instances']) !== undefined, {
      rule: 'bounds-without-autoscaling',
      level: 'warning',
    }),
    ...trapIf(slotsPerReplica !== workers, {
      rule: 'slots-differ-from-workers',
      level: 'warning',
      slots: slotsPerReplica,
      workers,
    }),
  ];
};

/**
 * Azure ML v2: deployment YAML of a Kubernetes online endpoint.
 * Source: https://learn.microsoft.com/azure/machine-learning/reference-yaml-deployment-kubernetes-online
 */
export const azuremlV2 = createDialect({
  name: 'azureml-v2',
  fileName: 'deployment.yaml',
  format: 'yaml',
  // A deployment has no `kind`, unlike the Kubernetes objects that a file may hold beside it.
  isIt: (document) => typeof document === 'object' && document !== null && !('kind' in document),
  fields: fieldsOf(platform),
  autoscaling: {
    fixedReplicas: (document) => {
      if (!isFixed(document)) return undefined;
      const replicas = valueIn(document, ['instance_count']);
      return typeof replicas === 'number' ? replicas : 1;
    },
    turnOn: (document) =>
      isFixed(document.value) ? withValue(document, scaleType, 'target_utilization') : document,
  },
  traps,
  template: `# These settings belong into the YAML of your deployment.
$schema: https://azuremlschemas.azureedge.net/latest/kubernetesOnlineDeployment.schema.json
type: kubernetes
scale_settings:
  type: target_utilization
`,
});
