import type { RecordedConfig, RecordedEndpoint } from './run.ts';

/** What went out in a recorded run: its endpoints, or the target's request alone. */
export const endpointsOf = ({ target, endpoints, slo }: RecordedConfig): readonly RecordedEndpoint[] => {
  if (endpoints !== undefined) return endpoints;
  const { url, method, headerNames, payload, requestTimeoutMs } = target;
  return [{ name: 'default', share: 1, url, method, headerNames, payload, requestTimeoutMs, slo }];
};

/** The smallest share of errors that any endpoint of a recorded run permits. */
export const strictestErrorShare = (config: RecordedConfig): number =>
  Math.min(...endpointsOf(config).map(({ slo }) => slo.maxErrorShare));

/**
 * When a request of a script ends where the script gives it no `timeout`, in ms: k6's default
 * (https://grafana.com/docs/k6/latest/javascript-api/k6-http/params/).
 */
export const scriptTimeoutMs = 60_000;

/** Whether arrivals ran JavaScript: a script, or a payload that was a function (`config/schema/payload.ts` has the words). */
export const ranScript = (config: RecordedConfig): boolean =>
  config.script !== null || endpointsOf(config).some(({ payload }) => payload.startsWith('function '));
