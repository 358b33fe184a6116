import type { PolicySettings } from '../../../runs/schema/policy.ts';
import type { PlannedSettings, Recommendation, Timeouts } from '../../../runs/schema/recommendation.ts';
import { maximumOf, minimumOf } from '../../platforms/bounds.ts';
import { knobsOf } from './knobs.ts';

/** Settings with the router's limits that hold under them: those that change, else those in use. */
export type SettingsInForce = Required<PlannedSettings>;

/** @example inForce(settings, timeouts).queueWaitMs // 500, in use and left alone */
export const inForce = (settings: PlannedSettings, { inUse }: Pick<Timeouts, 'inUse'>): SettingsInForce => ({
  ...inUse,
  ...settings,
});

const targetsOf = (policy: PolicySettings): readonly (string | number)[] => {
  if ('targetUtilization' in policy) return [policy.targetUtilization];
  if (policy.kind === 'keda-http') return [policy.metric, policy.targetValue];
  return policy.kind === 'hpa' ? policy.metrics.flatMap(({ name, targetValue }) => [name, targetValue]) : [];
};

/** All that an advice may set, by value. */
const settableIn = ({ policy, ...limits }: SettingsInForce): unknown[] => [
  policy.kind,
  minimumOf(policy),
  maximumOf(policy),
  targetsOf(policy),
  'refreshSeconds' in policy ? policy.refreshSeconds : null,
  Object.entries(knobsOf(policy)),
  limits.queueWaitMs,
  limits.requestTimeoutMs,
];

/** Whether an advice keeps every setting as it is in use. */
export const changesNothing = ({
  settings,
  compared,
  timeouts,
}: Pick<Recommendation, 'settings' | 'compared' | 'timeouts'>): boolean => {
  const [now, then] = [compared.current.settings, settings].map((each) =>
    JSON.stringify(settableIn(inForce(each, timeouts))),
  );
  return now === then;
};
