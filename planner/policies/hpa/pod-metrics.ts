import type { HpaSettings } from '../../../runs/schema/policy.ts';

/** Load of one pod since the last step. */
type PodLoad = {
  /** Mean share of its slots that ran a request. */
  readonly busyShare: number;
  /** Mean requests that it ran at once. */
  readonly busySlots: number;
  readonly requestsPerSecond: number;
};

/**
 * The metrics of one pod as a metrics server would publish them: what each metric of the settings follows, times
 * its scale. The simulator and the sandbox both fill `PodObservation.metrics` with it.
 *
 * @example
 * podMetricsOf({ busyShare: 0.5, busySlots: 2, requestsPerSecond: 20 },
 *   [{ name: 'cpu', source: 'utilization', targetValue: 0.6, scale: 1.2 }]) // { cpu: 0.6 }
 */
export const podMetricsOf = (load: PodLoad, metrics: HpaSettings['metrics']): Record<string, number> => {
  const followed = {
    utilization: load.busyShare,
    concurrency: load.busySlots,
    requestRate: load.requestsPerSecond,
  };
  return Object.fromEntries(metrics.map(({ name, source, scale }) => [name, followed[source] * scale]));
};
