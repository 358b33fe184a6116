import { platformOfRule } from '../../../planner/platforms/index.ts';
import type { Knob, KnobKey } from '../../../planner/platforms/knob.ts';
import { unlimitedPods } from '../../../planner/platforms/kubernetes.ts';
import {
  differing,
  documentedKnobs,
  entriesOf,
  type Knobs,
  knobsOf,
} from '../../../planner/recommend/trials/knobs.ts';
import type { BehaviorRules, PolicySettings } from '../../../runs/schema/policy.ts';
import type { KnobValue, Sensitivity } from '../../../runs/schema/recommendation.ts';
import { formatMs, formatNumber, formatSeconds, formatShare } from '../../format.ts';

type Direction = 'up' | 'down';

/** "without limit", "by at most 100 % or 4 pods in 15 s"; empty for the usual way down, which is all at once. */
const limitText = ({ selectPolicy, policies = [] }: BehaviorRules, direction: Direction): string => {
  const isFree = policies.some(({ type, value }) =>
    type === 'Pods' ? value >= unlimitedPods : direction === 'down' && value >= 100,
  );
  if (selectPolicy === 'Max' && isFree) return direction === 'up' ? 'without limit' : '';
  const limits = policies.map(
    ({ type, value, periodSeconds }) =>
      `${value} ${type === 'Percent' ? '%' : 'pods'} in ${formatSeconds(periodSeconds)}`,
  );
  return `by at most ${limits.join(selectPolicy === 'Max' ? ' or ' : ' and ')}`;
};

const rulesText = (rules: BehaviorRules, direction: Direction): string => {
  if (rules.selectPolicy === 'Disabled') return 'never';
  const { stabilizationWindowSeconds: windowSeconds = 0 } = rules;
  const atOnce = direction === 'down' ? 'at once' : '';
  const when = windowSeconds > 0 ? `after ${formatSeconds(windowSeconds)}` : atOnce;
  return [when, limitText(rules, direction)].filter(Boolean).join(' ');
};

type KnobName = Sensitivity['knob'];

/** What people call a knob, where that is not the platform's own word for it. */
const plainNames: Readonly<Partial<Record<KnobName, string>>> = {
  target: 'target',
  minReplicas: 'minimum of replicas',
  maxReplicas: 'maximum of replicas',
  refreshSeconds: 'refresh interval',
  queueWaitMs: 'queue wait',
  scaleUp: 'scale up',
  scaleDown: 'scale down',
  windowSeconds: 'rate over',
  stableWindowSeconds: 'stable window',
  panicWindowShare: 'panic window',
  panicThreshold: 'panic threshold',
  scaleDownDelaySeconds: 'scale-down delay',
};

/** The knob in the record of the policy's platform; the parts of an HPA's behavior have none of their own. */
const knobIn = (policy: PolicySettings, knob: KnobName): Knob | undefined =>
  platformOfRule(policy.kind)?.knobs[knob as KnobKey];

/** What a knob is called. */
export const knobName = (knob: KnobName, policy: PolicySettings): string =>
  plainNames[knob] ?? knobIn(policy, knob)?.name ?? knob;

const unitFormats: Readonly<Partial<Record<Knob['unit'], (value: number) => string>>> = {
  seconds: formatSeconds,
  milliseconds: formatMs,
  share: formatShare,
};

/** A knob's value with its unit: "60 s", "after 60 s", "150 %". */
export const knobValueText = (knob: KnobName, value: KnobValue, policy: PolicySettings): string => {
  if (value === null) return 'none';
  if (typeof value === 'object') return rulesText(value, knob === 'scaleUp' ? 'up' : 'down');
  const unit = knobIn(policy, knob)?.unit;
  return ((unit && unitFormats[unit]) ?? formatNumber)(value);
};

const refreshOf = (policy: PolicySettings): number | undefined =>
  'refreshSeconds' in policy ? policy.refreshSeconds : undefined;

const documentedRefresh = (policy: PolicySettings): unknown =>
  platformOfRule(policy.kind)?.knobs.refreshSeconds?.default.value;

/**
 * What a policy's own knobs are set to otherwise than in use, in words: ["scale down after 60 s"].
 *
 * @param inUse by default the platform's documented defaults
 */
export const knobTexts = (policy: PolicySettings, inUse?: PolicySettings): string[] => {
  const isSameKind = inUse?.kind === policy.kind;
  const known: Knobs = isSameKind ? knobsOf(inUse) : documentedKnobs(policy);
  const refresh = refreshOf(policy);
  const refreshInUse = isSameKind ? refreshOf(inUse) : documentedRefresh(policy);
  return [
    ...(refresh === undefined || refresh === refreshInUse
      ? []
      : [`${knobName('refreshSeconds', policy)} ${knobValueText('refreshSeconds', refresh, policy)}`]),
    ...entriesOf(differing(knobsOf(policy), known)).map(
      ([knob, value]) => `${knobName(knob, policy)} ${knobValueText(knob, value, policy)}`,
    ),
  ];
};
