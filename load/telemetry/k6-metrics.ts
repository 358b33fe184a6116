import { metricNames } from '../../scenarios/lib/metrics.ts';

/** Names of k6's own metrics that the load series is made from. */
export const k6Metrics = {
  requests: 'http_reqs',
  latencyMs: 'http_req_duration',
  dropped: 'dropped_iterations',
  virtualUsers: 'vus',
  virtualUsersMax: 'vus_max',
} as const;

const names: ReadonlySet<string> = new Set([...Object.values(k6Metrics), ...Object.values(metricNames)]);

/** Whether the load series needs a metric: less than half of what k6 sends. */
export const isLoadMetric = (name: string): boolean => names.has(name);
