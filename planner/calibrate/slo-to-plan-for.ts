import type { Calibration } from '../../runs/schema/calibration.ts';
import { endpointsOf, strictestErrorShare } from '../../runs/schema/recorded-endpoints.ts';
import type { RecordedConfig, Slo } from '../../runs/schema/run.ts';

/**
 * What a plan holds all requests to: the objectives of the only endpoint. Of several, each is held to its own; for all
 * together stand the smallest share of errors that any of them permits, and the latency of the one with the least room
 * for waiting.
 */
export const sloToPlanFor = (config: RecordedConfig, { service }: Pick<Calibration, 'service'>): Slo => {
  const endpoints = endpointsOf(config);
  if (endpoints.length === 1) return endpoints[0]!.slo;
  return {
    maxErrorShare: strictestErrorShare(config),
    p95LatencyMs: service.endpoints?.[0]?.slo.p95LatencyMs,
  };
};
