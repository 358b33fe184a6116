import { HeadroomError } from '../../errors/headroom-error.ts';
import { knativeTarget } from './policy-settings.ts';
import type { Reading, ScalingSettings } from './settings.ts';

/**
 * What of the decided settings a Knative Service has room for: where a container takes fewer requests at once than the target asks
 * for, its limit would count all the same.
 */
export const withinItsLimit = (settings: ScalingSettings, decided: ScalingSettings): ScalingSettings => {
  const { target, ...others } = decided;
  return target === undefined || knativeTarget({ ...settings, target }) === target ? decided : others;
};

/** Knative's target stays where it comes to the same, such as by the container's own limit or by default. */
const withoutItsTarget = (
  { settings, defaults }: Pick<Reading, 'settings' | 'defaults'>,
  decided: ScalingSettings,
): ScalingSettings => {
  const { target, ...others } = decided;
  return target !== undefined && target === (knativeTarget(settings) ?? defaults.target) ? others : decided;
};

/**
 * What of the decided settings is written into a file or object that exists. A plan decides no metric: the one there must be
 * the one that was simulated, said or by default, and stays as it is. A target that comes to the decided one stays, too, and so
 * does one that the limit of its container would cut.
 *
 * @param decided what an advice sets; its `metric` tells what the decided target counts
 * @throws HeadroomError E_CONFIG if the file or object counts something else: a target for one metric means nothing to the other
 */
export const withoutItsMetric = (
  { settings, defaults }: Pick<Reading, 'settings' | 'defaults'>,
  { metric, ...decided }: ScalingSettings,
): ScalingSettings => {
  const own = settings.metric ?? defaults.metric;
  if (metric === undefined) return decided;
  if (own === metric) return withoutItsTarget({ settings, defaults }, withinItsLimit(settings, decided));
  throw new HeadroomError('E_CONFIG', {
    what: `the plan was made for the metric ${metric}, and the autoscaler there follows ${own ?? 'another'}`,
    where: 'metric',
    fix: 'plan for the autoscaler that is in use (autoscaler.metric of the config), or give its file',
  });
};
