import { maximumOf } from '../../../planner/platforms/bounds.ts';
import type { SettingsInForce } from '../../../planner/recommend/trials/in-force.ts';
import { differing, entriesOf, knobsOf as ownKnobsOf } from '../../../planner/recommend/trials/knobs.ts';
import type { PolicySettings } from '../../../runs/schema/policy.ts';
import type { PlannedSettings } from '../../../runs/schema/recommendation.ts';
import { targetTypeOf } from '../../../runs/schema/rules/hpa-metric-types.ts';
import { formatMs, formatNumber, formatQuantity, formatSeconds, formatShare } from '../../format.ts';
import { knobName, knobTexts, knobValueText } from './knobs.ts';

const noLimit = 'no limit';

const boundsText = (policy: PolicySettings): string => {
  if (policy.kind === 'fixed') return formatQuantity(policy.replicas, 'replica');
  const most = maximumOf(policy);
  return `min ${policy.minReplicas}, ${most === null ? 'no maximum' : `max ${most}`}`;
};

type Hpa = Extract<PolicySettings, { readonly kind: 'hpa' }>;

/** A target of utilization is a share of what a pod asks for; any other stands in the unit of its metric. */
const metricFormat = (metric: Hpa['metrics'][number]): ((value: number) => string) =>
  targetTypeOf(metric) === 'Utilization' ? formatShare : formatNumber;

/**
 * A value of the target that a search turns; of several metrics it is the first.
 *
 * @example targetValueText(0.7, { kind: 'azureml-v1', … }) // '70 %'
 */
export const targetValueText = (value: number, policy: PolicySettings): string => {
  if ('targetUtilization' in policy) return formatShare(value);
  return policy.kind === 'hpa' ? metricFormat(policy.metrics[0]!)(value) : formatNumber(value);
};

const targetText = (policy: PolicySettings): string | undefined => {
  if ('targetUtilization' in policy) return `target ${formatShare(policy.targetUtilization)}`;
  if (policy.kind === 'keda-http') return `target ${formatNumber(policy.targetValue)} ${policy.metric}`;
  if (policy.kind === 'hpa')
    return policy.metrics
      .map((metric) => `${metric.name} ${metricFormat(metric)(metric.targetValue)}`)
      .join(', ');
  return undefined;
};

type WithPolicy = Pick<PlannedSettings, 'policy'>;

/** The words of `settingsText` without the name of the platform. */
export const bareSettingsText = ({ policy }: WithPolicy, inUse?: WithPolicy): string =>
  [targetText(policy), boundsText(policy), ...knobTexts(policy, inUse?.policy)].filter(Boolean).join(', ');

/**
 * Settings in a few words: "hpa: cpu 50 %, min 12, max 24, scale down after 60 s".
 *
 * @param inUse what the policy's own knobs are compared with; by default the platform's documented defaults
 */
export const settingsText = (settings: WithPolicy, inUse?: WithPolicy): string =>
  `${settings.policy.kind}: ${bareSettingsText(settings, inUse)}`;

const limitText = (name: string, ms: number | null): string =>
  ms === null ? `${noLimit} of the ${name}` : `${name} ${formatMs(ms)}`;

/**
 * Settings in a few words, with the router's limits that they change: "azureml-v1: target 70 %, min 13, max 30, queue wait
 * 799 ms".
 *
 * @param inUse as in `settingsText`
 */
export const wholeSettingsText = (settings: PlannedSettings, inUse?: WithPolicy): string =>
  [
    settingsText(settings, inUse),
    settings.queueWaitMs === undefined ? [] : limitText('queue wait', settings.queueWaitMs),
    settings.requestTimeoutMs === undefined ? [] : limitText('request timeout', settings.requestTimeoutMs),
  ]
    .flat()
    .join(', ');

/** One thing that a person sets to a number. null: no limit. */
type Knob = {
  readonly name: string;
  readonly value: number | null;
  readonly format: (value: number) => string;
};

const targetsOf = (policy: PolicySettings): Knob[] => {
  if ('targetUtilization' in policy)
    return [{ name: 'target utilization', value: policy.targetUtilization, format: formatShare }];
  if (policy.kind === 'keda-http')
    return [{ name: `target of ${policy.metric}`, value: policy.targetValue, format: formatNumber }];
  if (policy.kind !== 'hpa') return [];
  return policy.metrics.map((metric) => ({
    name: `target of ${metric.name}`,
    value: metric.targetValue,
    format: metricFormat(metric),
  }));
};

const knobsOf = ({ policy, queueWaitMs, requestTimeoutMs }: SettingsInForce): Knob[] => [
  ...(policy.kind === 'fixed'
    ? [{ name: 'number of replicas', value: policy.replicas, format: formatNumber }]
    : [
        { name: 'minimum of replicas', value: policy.minReplicas, format: formatNumber },
        { name: 'maximum of replicas', value: maximumOf(policy), format: formatNumber },
      ]),
  ...targetsOf(policy),
  ...('refreshSeconds' in policy
    ? [{ name: 'refresh interval', value: policy.refreshSeconds, format: formatSeconds }]
    : []),
  { name: 'queue wait', value: queueWaitMs, format: formatMs },
  { name: 'request timeout', value: requestTimeoutMs, format: formatMs },
];

/** What happens to one knob; `now` is undefined where the settings in use do not have it. */
type KnobChange = {
  readonly name: string;
  readonly now: string | undefined;
  readonly advised: string;
  readonly way: 'raise' | 'lower' | 'set' | 'keep';
};

const wayOf = (now: Knob | undefined, advised: Knob): KnobChange['way'] => {
  if (now === undefined) return 'set';
  const [from, to] = [now, advised].map(({ value }) => value ?? Number.POSITIVE_INFINITY);
  if (from === to) return 'keep';
  return to! > from! ? 'raise' : 'lower';
};

const valueText = ({ value, format }: Knob): string => (value === null ? noLimit : format(value));

/** The knobs that only one kind of policy has: an HPA's rules, Knative's windows. */
const ownChanges = (current: WithPolicy, advised: WithPolicy): KnobChange[] => {
  const inUse = ownKnobsOf(current.policy);
  const own = ownKnobsOf(advised.policy);
  const turned = differing(own, inUse);
  return entriesOf(own).map(([knob, value]) => {
    const before = inUse[knob];
    const now = before === undefined ? undefined : knobValueText(knob, before, current.policy);
    const then = knobValueText(knob, value, advised.policy);
    return { name: knobName(knob, advised.policy), now, advised: then, way: knob in turned ? 'set' : 'keep' };
  });
};

/** Knob by knob from the settings in use to the advised ones, those that stay included. */
export const knobChanges = (current: SettingsInForce, advised: SettingsInForce): KnobChange[] => {
  const inUse = knobsOf(current);
  const shared = knobsOf(advised).map((knob): KnobChange => {
    const now = inUse.find(({ name }) => name === knob.name);
    return {
      name: knob.name,
      now: now && valueText(now),
      advised: valueText(knob),
      way: wayOf(now, knob),
    };
  });
  return [...shared, ...ownChanges(current, advised)];
};

/** @example changeText({ name: 'minimum of replicas', now: '3', advised: '12', way: 'raise' }) // 'the minimum of replicas to 12 (now 3)' */
export const changeText = ({ name, now, advised }: KnobChange): string =>
  `the ${name} to ${advised}${now === undefined ? '' : ` (now ${now})`}`;

/** The words for a target of a metric that is neither the CPU share nor one of the pods' own. */
const otherTargetWords: Readonly<Record<string, string>> = { targetType: 'the type of the target' };

/**
 * What a setting of a file or an object is called, by its path in the settings.
 *
 * @example settingPathText(['otherTargets', 's0-prometheus', 'value']) // 'the target of s0-prometheus'
 */
export const settingPathText = (path: readonly string[]): string => {
  const [key, name, part = ''] = path;
  return key === 'otherTargets' && name !== undefined
    ? `${otherTargetWords[part] ?? 'the target'} of ${name}`
    : path.join('.');
};

/**
 * A value of such a setting; policies of a behavior are a list of words.
 *
 * @example settingValueText(['100 Percent in 15 s', '4 Pods in 15 s']) // '100 Percent in 15 s, 4 Pods in 15 s'
 */
export const settingValueText = (value: unknown): string => {
  if (value === undefined || value === null) return 'nothing';
  return Array.isArray(value) && value.length > 0 ? value.join(', ') : JSON.stringify(value);
};
