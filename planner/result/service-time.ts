import { isOk } from '../../runs/schema/outcome.ts';
import type { Result } from '../../runs/schema/result.ts';
import { type EndpointService, mixedService } from '../measure/endpoint-services.ts';
import { latencySummary } from '../measure/latency.ts';
import { isNotEnoughData } from '../stats/interval.ts';
import { latencyOf } from '../timeline/fold-load.ts';
import type { Recorded } from '../timeline/recording.ts';

/**
 * The measured service time of a run; where nothing was answered without a queue, the mean latency of all that
 * succeeded, named as such; null where nothing did.
 *
 * @param services of every endpoint of the run
 */
export const serviceTimeOf = (
  recorded: Recorded,
  services: readonly EndpointService[],
): Result['serviceTime'] => {
  const service = mixedService(services);
  if (!isNotEnoughData(service)) return { meanMs: service.meanMs.mid, from: service.from };
  const { meanMs } = latencySummary(latencyOf(recorded.load.total, isOk));
  return meanMs === null ? null : { meanMs, from: 'latency' };
};
