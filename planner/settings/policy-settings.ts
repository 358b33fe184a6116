import { HeadroomError } from '../../errors/headroom-error.ts';
import { type HpaSettings, type PolicySettings, policySettingsSchema } from '../../runs/schema/policy.ts';
import { platformOfRule } from '../platforms/index.ts';
import { knative } from '../platforms/knative.ts';
import { kubernetes } from '../platforms/kubernetes.ts';
import { dialects } from './dialects.ts';
import type { DialectName, ScalingSettings, SettingsKey } from './settings.ts';

/** What the router does, whatever the policy. */
type RouterSettings = Pick<ScalingSettings, 'slotsPerReplica' | 'requestTimeoutMs' | 'queueWaitMs'>;

const routerKeys: readonly SettingsKey[] = ['slotsPerReplica', 'requestTimeoutMs', 'queueWaitMs'];

const hpaMetrics = ({ targetUtilization, averageValues = {} }: ScalingSettings) => {
  const others = Object.entries(averageValues).map(([name, targetValue]) => ({
    name,
    source: 'concurrency',
    targetValue,
  }));
  if (targetUtilization === undefined && others.length > 0) return others;
  return [
    { name: 'cpu', targetValue: targetUtilization ?? kubernetes.knobs.targetUtilization.default.value },
    ...others,
  ];
};

/** Knative takes the container's limit for a target that is absent or above it. */
const knativeTarget = (settings: ScalingSettings): number | undefined => {
  const { metric = 'concurrency', target, slotsPerReplica } = settings;
  if (metric === 'requestRate') return target ?? knative.requestRateTarget.value;
  if (slotsPerReplica === undefined) return target;
  return Math.min(target ?? slotsPerReplica, slotsPerReplica);
};

const policyFields = (name: DialectName, settings: ScalingSettings): object => {
  const { targetUtilization, averageValues, ...rest } = settings;
  const fields = Object.entries(rest).filter(([key]) => !routerKeys.includes(key as SettingsKey));
  const own = Object.fromEntries(fields);
  if (name === 'hpa') return { ...own, metrics: hpaMetrics(settings) };
  if (name === 'keda-http') return own;
  const withTarget = targetUtilization === undefined ? own : { ...own, targetUtilization };
  return name === 'knative' ? { ...withTarget, target: knativeTarget(settings) } : withTarget;
};

/**
 * The policy that a file configures, with the platform's defaults where the file says nothing. A metric of an HPA
 * that is no resource is taken for requests in flight: the file doesn't tell what it counts.
 *
 * @throws HeadroomError E_CONFIG with every setting that no policy can have
 */
export const policySettingsOf = (name: DialectName, settings: ScalingSettings): PolicySettings => {
  const { minReplicas, maxReplicas } = dialects[name].defaults;
  const bounds = { minReplicas, maxReplicas };
  const parsed = policySettingsSchema.safeParse({ kind: name, ...bounds, ...policyFields(name, settings) });
  if (parsed.success) return parsed.data;
  throw new HeadroomError(
    'E_CONFIG',
    parsed.error.issues.map((issue) => ({
      what: `${issue.path.join('.')}: ${issue.message}`,
      where: `settings for ${name}`,
      fix: 'correct the file that these settings come from',
    })),
  );
};

const metricSettings = (metrics: HpaSettings['metrics']): ScalingSettings => {
  const cpu = metrics.find(({ source }) => source === 'utilization');
  const others = metrics.filter(({ source }) => source !== 'utilization');
  return {
    ...(cpu && { targetUtilization: cpu.targetValue }),
    ...(others.length > 0 && {
      averageValues: Object.fromEntries(others.map(({ name, targetValue }) => [name, targetValue])),
    }),
  };
};

/** What a plan decides of every policy, whether it moves or stays; a target means nothing without its metric. */
const decidedKeys: readonly string[] = [
  'minReplicas',
  'maxReplicas',
  'targetUtilization',
  'metric',
  'targetValue',
] satisfies SettingsKey[];

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whether a setting was decided, or read somewhere: a default that nobody spoke of is none of ours to write. */
const isOurs = (key: string, value: unknown, { policy, inUse }: Written): boolean => {
  if (decidedKeys.includes(key)) return true;
  const now = inUse?.kind === policy.kind ? (inUse as Readonly<Record<string, unknown>>)[key] : value;
  const documented = platformOfRule(policy.kind)?.knobs[key as SettingsKey]?.default.value;
  return !isSame(value, now) || !isSame(value, documented);
};

type Written = {
  readonly policy: PolicySettings;
  /** The policy that the advice was compared with; by default nothing moves. */
  readonly inUse?: PolicySettings;
  /** Of the router what changes. */
  readonly router?: RouterSettings;
};

/**
 * What to write into a file so that the platform runs this policy behind this router: what was decided, and what
 * differs from the platform's documented default, as far as the policy's dialect has words for it. Everything else is
 * left as the file has it. A fixed number of replicas is a minimum that equals the maximum.
 */
export const scalingSettingsOf = (written: Written): ScalingSettings => {
  const { policy, router = {} } = written;
  if (policy.kind === 'fixed') {
    return { minReplicas: policy.replicas, maxReplicas: policy.replicas, ...router };
  }
  const { keys } = dialects[policy.kind];
  const ours = Object.entries(policy).filter(([key, value]) => isOurs(key, value, written));
  const own = [...ours, ...Object.entries(router)].filter(([key]) => keys.includes(key as SettingsKey));
  const metrics = policy.kind === 'hpa' ? metricSettings(policy.metrics) : {};
  return { ...Object.fromEntries(own), ...metrics };
};
