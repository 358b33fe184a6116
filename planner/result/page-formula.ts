import { isOk } from '../../runs/schema/load-series.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { PageFormula, Result } from '../../runs/schema/result.ts';
import { latencySummary } from '../measure/latency.ts';
import { calibrateLimits } from '../measure/limits.ts';
import { measureServiceTime } from '../measure/service-time.ts';
import { pageReplicas, pageTargetOf } from '../platforms/page-formula.ts';
import { notEnoughData } from '../stats/interval.ts';
import { latencyOf } from '../timeline/fold-load.ts';
import { peakRateOf } from '../timeline/planned-rate.ts';
import type { Recorded } from '../timeline/recording.ts';

const boundsOf = (policy: PolicySettings | null): { min: number | null; max: number | null } => {
  if (policy === null) return { min: null, max: null };
  return policy.kind === 'fixed'
    ? { min: policy.replicas, max: policy.replicas }
    : { min: policy.minReplicas, max: policy.maxReplicas };
};

/** The measured service time; where nothing was answered without a queue, the mean latency of all that succeeded. */
const serviceOf = (recorded: Recorded): { ms: number; from: PageFormula['serviceFrom'] } | null => {
  const service = measureServiceTime([recorded], calibrateLimits([recorded]));
  if (!('kind' in service)) return { ms: service.meanMs.mid, from: service.from };
  const { meanMs } = latencySummary(latencyOf(recorded.load.total, isOk));
  return meanMs === null ? null : { ms: meanMs, from: 'latency' };
};

/**
 * The help page's sizing formula fed with the measured peak rate and service time. It knows neither
 * queueing nor start-up lag, which is why it is labelled as that formula wherever it stands.
 */
export const pageFormulaFor = (recorded: Recorded): Result['pageFormula'] => {
  const { run } = recorded;
  const service = serviceOf(recorded);
  if (service === null) return notEnoughData('successfulRequests', 1, 0);
  const policy = run.config.autoscaler;
  const [targetUtilization, slotsPerReplica] = [pageTargetOf(policy), run.config.target.slotsPerReplica];
  const ratePerSecond = peakRateOf(run.phases);
  const replicas = pageReplicas({
    ratePerSecond,
    serviceSeconds: service.ms / 1000,
    targetUtilization,
    slotsPerReplica,
  });
  const { min, max } = boundsOf(policy);
  return {
    kind: 'pageFormula',
    ratePerSecond,
    serviceMs: service.ms,
    serviceFrom: service.from,
    targetUtilization,
    slotsPerReplica,
    replicas,
    currentMinReplicas: min,
    currentMaxReplicas: max,
  };
};
