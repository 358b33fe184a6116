import { withoutItsMetric } from './decided-metric.ts';
import { inItsNames } from './metric-names.ts';
import type { Reading, ScalingSettings } from './settings.ts';

/**
 * The decided settings that are written into an existing file or object, with its own names for its metrics.
 *
 * @throws HeadroomError E_CONFIG if it counts something else than what was simulated
 */
export const decidedFor = (
  own: Pick<Reading, 'settings' | 'defaults' | 'otherMetrics'>,
  decided: ScalingSettings,
): ScalingSettings => inItsNames(own, withoutItsMetric(own, decided));
