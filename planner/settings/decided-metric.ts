import { HeadroomError } from '../../errors/headroom-error.ts';
import type { Reading, ScalingSettings } from './settings.ts';

/**
 * What of the decided settings is written into a file or object that exists. A plan decides no metric: the one there must be
 * the one that was simulated, said or by default, and stays as it is.
 *
 * @param decided what an advice sets; its `metric` tells what the decided target counts
 * @throws HeadroomError E_CONFIG if the file or object counts something else: a target for one metric means nothing to the other
 */
export const withoutItsMetric = (
  { settings, defaults }: Pick<Reading, 'settings' | 'defaults'>,
  { metric, ...decided }: ScalingSettings,
): ScalingSettings => {
  const own = settings.metric ?? defaults.metric;
  if (metric === undefined || own === metric) return decided;
  throw new HeadroomError('E_CONFIG', {
    what: `the plan was made for the metric ${metric}, and the autoscaler there follows ${own ?? 'another'}`,
    where: 'metric',
    fix: 'plan for the autoscaler that is in use (autoscaler.metric of the config), or give its file',
  });
};
