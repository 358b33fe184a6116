import { HeadroomError } from '../../errors/headroom-error.ts';
import { type HpaSettings, type PolicySettings, policySettingsSchema } from '../../runs/schema/policy.ts';
import type { HpaMetric } from '../../runs/schema/rules/hpa-metric.ts';
import { metricTypeOf, targetTypeOf } from '../../runs/schema/rules/hpa-metric-types.ts';
import { platformOfRule } from '../platforms/index.ts';
import { knative } from '../platforms/knative.ts';
import { behaviorParts, type KnobKey } from '../platforms/knob.ts';
import { kubernetes } from '../platforms/kubernetes.ts';
import { boundsIn } from './bounds.ts';
import { sourceByName } from './dialects/hpa/metric-words.ts';
import { dialects } from './dialects.ts';
import type { DialectName, Reading, ScalingSettings, SettingsKey } from './settings.ts';
import { isSame } from './text/same.ts';

/** What the router does, whatever the policy. */
type RouterSettings = Pick<ScalingSettings, 'slotsPerReplica' | 'requestTimeoutMs' | 'queueWaitMs'>;

const routerKeys: readonly SettingsKey[] = ['slotsPerReplica', 'requestTimeoutMs', 'queueWaitMs'];

/** The part of a reading that its policy is made of. */
type Said = Pick<Reading, 'settings'> &
  Partial<Pick<Reading, 'form' | 'defaults' | 'otherMetrics' | 'container'>>;

const notSimulated = (names: readonly string[]): HeadroomError =>
  new HeadroomError('E_CONFIG', {
    what: `no simulation follows what this autoscaler scales on: ${names.join(', ')}`,
    where: 'settings for hpa',
    fix: 'give autoscaler.metrics in the config what it counts: requests in flight or requests/s per pod, or CPU',
  });

/** Only an HPA that lists no metric at all has the documented default. */
const hpaMetrics = ({ settings, otherMetrics = [], container }: Said) => {
  const { targetUtilization, averageValues = {} } = settings;
  const named = Object.entries(averageValues).flatMap(([name, targetValue]) => {
    const source = sourceByName(name);
    return source === undefined ? [] : [{ name, source, targetValue }];
  });
  const ofContainer = container === undefined ? {} : { type: 'ContainerResource', container };
  if (targetUtilization !== undefined)
    return [{ name: 'cpu', targetValue: targetUtilization, ...ofContainer }, ...named];
  if (named.length > 0) return named;
  const unknown = [...Object.keys(averageValues), ...otherMetrics.map(({ name }) => name)];
  if (unknown.length > 0) throw notSimulated([...new Set(unknown)]);
  return [{ name: 'cpu', targetValue: kubernetes.knobs.targetUtilization.default.value }];
};

/** Knative takes the container's limit for a target that is absent or above it. undefined: neither is said. */
export const knativeTarget = (settings: ScalingSettings): number | undefined => {
  const { metric = 'concurrency', target, slotsPerReplica } = settings;
  if (metric === 'requestRate') return target ?? knative.requestRateTarget.value;
  if (slotsPerReplica === undefined) return target;
  return Math.min(target ?? slotsPerReplica, slotsPerReplica);
};

const policyFields = (name: DialectName, said: Said): object => {
  const { settings } = said;
  const { targetUtilization, averageValues, otherTargets, ...rest } = settings;
  const fields = Object.entries(rest).filter(([key]) => !routerKeys.includes(key as SettingsKey));
  const own = Object.fromEntries(fields);
  if (name === 'hpa') return { ...own, metrics: hpaMetrics(said) };
  if (name === 'keda-http') return own;
  const withTarget = targetUtilization === undefined ? own : { ...own, targetUtilization };
  return name === 'knative' ? { ...withTarget, target: knativeTarget(settings) } : withTarget;
};

/**
 * The policy that a file configures, with the platform's defaults where the file says nothing. Of the pods' own metrics
 * of an HPA only the name tells what they count; those whose name does not are left out, as are all other metrics.
 *
 * @throws HeadroomError E_CONFIG with every setting that no policy can have, and for an HPA that follows nothing that a
 *   simulation has a model of
 */
export const policySettingsOf = (name: DialectName, said: Said): PolicySettings => {
  const fields = { kind: name, ...policyFields(name, said), ...boundsIn(name, said) };
  const parsed = policySettingsSchema.safeParse(fields);
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

const isCpuShare = (metric: HpaMetric): boolean =>
  metric.source === 'utilization' && metric.name === 'cpu' && targetTypeOf(metric) === 'Utilization';

const isPerPod = (metric: HpaMetric): boolean =>
  metricTypeOf(metric) === 'Pods' && targetTypeOf(metric) === 'AverageValue';

const metricSettings = (metrics: readonly HpaMetric[]): ScalingSettings => {
  const cpu = metrics.find(isCpuShare);
  const perPod = metrics.filter(isPerPod);
  const others = metrics.filter((metric) => !isCpuShare(metric) && !isPerPod(metric));
  return {
    ...(cpu && { targetUtilization: cpu.targetValue }),
    ...(perPod.length > 0 && {
      averageValues: Object.fromEntries(perPod.map(({ name, targetValue }) => [name, targetValue])),
    }),
    ...(others.length > 0 && {
      otherTargets: Object.fromEntries(
        others.map((metric) => [
          metric.name,
          { targetType: targetTypeOf(metric), value: metric.targetValue },
        ]),
      ),
    }),
  };
};

/** What a new file writes for a CPU target: one container's needs its name. */
const isOfPods = (metric: HpaMetric): boolean => isCpuShare(metric) && metricTypeOf(metric) === 'Resource';

/** The metrics of an HPA that a new file has no words for, so that it would lack them. */
export const metricsWithoutWords = (policy: PolicySettings): readonly string[] =>
  policy.kind === 'hpa'
    ? policy.metrics.filter((metric) => !isOfPods(metric) && !isPerPod(metric)).map(({ name }) => name)
    : [];

/** What a plan decides of every policy, whether it moves or stays; a target means nothing without its metric. */
const decidedKeys: readonly string[] = [
  'minReplicas',
  'maxReplicas',
  'targetUtilization',
  'metric',
  'targetValue',
] satisfies SettingsKey[];

/** Whether a setting was decided, or read somewhere: a default that nobody spoke of is none of ours to write. */
const isOurs = (key: string, value: unknown, { policy, inUse }: Written): boolean => {
  if (decidedKeys.includes(key)) return true;
  const now = inUse?.kind === policy.kind ? (inUse as Readonly<Record<string, unknown>>)[key] : value;
  const documented = platformOfRule(policy.kind)?.knobs[key as KnobKey]?.default.value;
  return !isSame(value, now) || !isSame(value, documented);
};

type Written = {
  readonly policy: PolicySettings;
  /** The policy that the advice was compared with; by default nothing moves. */
  readonly inUse?: PolicySettings;
  /** Of the router what changes. */
  readonly router?: RouterSettings;
};

const ownRules = (behavior: Behavior | undefined, direction: Direction): Rules => behavior?.[direction] ?? {};

/** The rules of a direction with what the API documents where they say nothing. */
const filled = (behavior: Behavior | undefined, direction: Direction): Rules => ({
  ...kubernetes.behavior.value[direction],
  ...ownRules(behavior, direction),
});

type ScalingPolicy = { readonly type: string; readonly value: number; readonly periodSeconds: number };

const policyText = ({ type, value, periodSeconds }: ScalingPolicy): string =>
  `${value} ${type} in ${periodSeconds} s`;

/** The order of a direction's policies means nothing. */
const inOneOrder = ({ policies, ...rest }: Rules): Rules => ({
  ...rest,
  policies: (policies as readonly ScalingPolicy[]).map(policyText).toSorted(),
});

/**
 * A behavior as it is compared: two that mean the same are the same. It has what the API fills in where a direction says
 * nothing, and its policies in words. Without the field the controller has other limits, so it stays absent.
 */
export const comparableBehavior = (behavior: Behavior): Readonly<Record<Direction, Rules>> | undefined =>
  behavior && {
    scaleUp: inOneOrder(filled(behavior, 'scaleUp')),
    scaleDown: inOneOrder(filled(behavior, 'scaleDown')),
  };

type Behavior = HpaSettings['behavior'];
type Direction = (typeof behaviorParts)[number];
type Rules = Readonly<Record<string, unknown>>;

/** Rules that an advice sets otherwise than they are in use, one by one: the others are none of its business. */
const decidedBehavior = ({ policy, inUse = policy }: Written): Pick<ScalingSettings, 'behavior'> => {
  if (policy.kind !== 'hpa' || inUse.kind !== 'hpa') return {};
  // An HPA without the field has other limits than one with an empty one: to have it is a decision by itself.
  if (inUse.behavior === undefined) return policy.behavior === undefined ? {} : { behavior: policy.behavior };
  const decided = behaviorParts.flatMap((direction) => {
    const before = filled(inUse.behavior, direction);
    const changed = Object.entries(filled(policy.behavior, direction)).filter(
      ([key, value]) => !isSame(value, before[key]),
    );
    return changed.length === 0 ? [] : [[direction, Object.fromEntries(changed)] as const];
  });
  return decided.length === 0 ? {} : { behavior: Object.fromEntries(decided) };
};

type Meant = {
  readonly isMeant: (key: string, value: unknown) => boolean;
  readonly metricsOf: (metrics: HpaSettings['metrics']) => HpaSettings['metrics'];
};

const settingsOf = (written: Written, { isMeant, metricsOf }: Meant): ScalingSettings => {
  const { policy, router = {} } = written;
  if (policy.kind === 'fixed') {
    return { minReplicas: policy.replicas, maxReplicas: policy.replicas, ...router };
  }
  const { keys } = dialects[policy.kind];
  const ours = Object.entries(policy).filter(([key, value]) => isMeant(key, value));
  const own = [...ours, ...Object.entries(router)].filter(([key]) => keys.includes(key as SettingsKey));
  const metrics = policy.kind === 'hpa' ? metricSettings(metricsOf(policy.metrics)) : {};
  return { ...Object.fromEntries(own), ...metrics };
};

/**
 * What a new file needs so that the platform runs this policy behind this router: what was decided, and what differs from
 * the platform's documented default, as far as the policy's dialect has words for it. A fixed number of replicas is a
 * minimum that equals the maximum.
 */
export const scalingSettingsOf = (written: Written): ScalingSettings =>
  settingsOf(written, {
    isMeant: (key, value) => isOurs(key, value, written),
    metricsOf: (metrics) => metrics,
  });

/** Of Knative the target is a share of another one, which the advice holds for, too: said, or by default. */
const otherTarget = (policy: PolicySettings): Pick<ScalingSettings, 'target'> => {
  if (policy.kind !== 'knative') return {};
  const byDefault = policy.metric === 'concurrency' ? knative.knobs.target.default.value : undefined;
  const target = policy.target ?? byDefault;
  return target === undefined ? {} : { target };
};

/**
 * What to write into a file that exists: bounds and target, and what the advice sets otherwise than it is in use.
 * Everything else is left as the file has it.
 */
export const decidedSettingsOf = (written: Written): ScalingSettings => {
  const { policy, inUse = policy } = written;
  const before = (inUse.kind === policy.kind ? inUse : {}) as Readonly<Record<string, unknown>>;
  const metricsNow: readonly unknown[] = inUse.kind === 'hpa' ? inUse.metrics : [];
  const settings = settingsOf(written, {
    isMeant: (key, value) => decidedKeys.includes(key) || (key !== 'behavior' && !isSame(value, before[key])),
    // A plan turns the target of the first metric; the others are there to be left alone.
    metricsOf: (metrics) => metrics.filter((metric, i) => i === 0 || !isSame(metric, metricsNow[i])),
  });
  return { ...settings, ...otherTarget(policy), ...decidedBehavior(written) };
};
