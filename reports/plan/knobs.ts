import { platformOfRule } from '../../planner/platforms/index.ts';
import {
  differing,
  documentedKnobs,
  entriesOf,
  type Knobs,
  knobsOf,
  unlimitedPods,
} from '../../planner/recommend/trials/knobs.ts';
import type { BehaviorRules, PolicySettings } from '../../runs/schema/policy.ts';
import type { KnobValue, Sensitivity } from '../../runs/schema/recommendation.ts';
import { formatNumber, formatSeconds, formatShare } from '../format.ts';

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

/** What a knob is called. */
export const knobNames: Readonly<Record<Sensitivity['knob'], string>> = {
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
  panicThreshold: 'panic at',
  scaleDownDelaySeconds: 'scale-down delay',
};

/** A knob's value with its unit: "60 s", "after 60 s", "150 %". */
export const knobValueText = (knob: Sensitivity['knob'], value: KnobValue): string => {
  if (value === null) return 'none';
  if (typeof value === 'object') return rulesText(value, knob === 'scaleUp' ? 'up' : 'down');
  if (knob.endsWith('Seconds')) return formatSeconds(value);
  return knob === 'panicWindowShare' || knob === 'panicThreshold' ? formatShare(value) : formatNumber(value);
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
      : [`${knobNames.refreshSeconds} ${knobValueText('refreshSeconds', refresh)}`]),
    ...entriesOf(differing(knobsOf(policy), known)).map(
      ([knob, value]) => `${knobNames[knob]} ${knobValueText(knob, value)}`,
    ),
  ];
};
