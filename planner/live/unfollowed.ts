import { HeadroomError } from '../../errors/headroom-error.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { objectReading } from './read-scaler.ts';
import { decidingScalers, scalersIn, scalerText } from './scalers.ts';

/** An autoscaler that was read, but for what its metrics count. */
type Unfollowed = {
  /** @example 'ScaledObject score' */
  readonly object: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** By the names that an HPA has for them. */
  readonly metrics: readonly string[];
};

/**
 * The one HPA or ScaledObject that scaled the service on metrics of which no object says what they count. undefined: there is none,
 * there are several, or it can't be read.
 */
export const unfollowedScaler = (lines: readonly ClusterLine[]): Unfollowed | undefined => {
  const [only, ...others] = decidingScalers(scalersIn(lines));
  if (only === undefined || others.length > 0) return undefined;
  const reading = objectReading(only);
  if (reading instanceof HeadroomError || reading.dialect !== 'hpa') return undefined;
  const { settings, defaults, otherMetrics } = reading;
  const { minReplicas, maxReplicas, averageValues = {} } = { ...defaults, ...settings };
  const metrics = [...Object.keys(averageValues), ...otherMetrics.map(({ hpaName }) => hpaName)];
  if (metrics.length === 0 || minReplicas === undefined || maxReplicas === undefined) return undefined;
  return { object: scalerText(only), minReplicas, maxReplicas, metrics };
};
