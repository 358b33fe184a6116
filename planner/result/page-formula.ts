import type { Result } from '../../runs/schema/result.ts';
import type { Run } from '../../runs/schema/run.ts';
import { requestsPerArrival } from '../measure/requests-per-arrival.ts';
import { pageReplicas, pageTargetOf } from '../platforms/page-formula.ts';
import { notEnoughData } from '../stats/interval.ts';
import { peakRateOf } from '../timeline/planned-rate.ts';

type Bounds = { readonly min: number | null; readonly max: number | null };

/** The bounds in use. A default that was taken because nobody said any is not in use. */
const boundsOf = ({ autoscaler: policy, autoscalerFrom }: Run['config']): Bounds => {
  if (policy === null || autoscalerFrom === 'default') return { min: null, max: null };
  return policy.kind === 'fixed'
    ? { min: policy.replicas, max: policy.replicas }
    : { min: policy.minReplicas, max: policy.maxReplicas };
};

/**
 * The sizing formula of Azure ML's help page fed with the peak rate of the requests and the measured service time. It knows neither
 * queueing nor start-up lag, which is why it is labelled as that formula wherever it stands.
 */
export const pageFormulaFor = (
  run: Run,
  { serviceTime: service, totals }: Pick<Result, 'serviceTime' | 'totals'>,
): Result['pageFormula'] => {
  if (service === null) return notEnoughData('successfulRequests', 1, 0);
  const policy = run.config.autoscaler;
  const [targetUtilization, slotsPerReplica] = [pageTargetOf(policy), run.config.target.slotsPerReplica];
  const requestsEach = requestsPerArrival(run, totals);
  const ratePerSecond = requestsEach * peakRateOf(run.phases);
  const replicas = pageReplicas({
    ratePerSecond,
    serviceSeconds: service.meanMs / 1000,
    targetUtilization,
    slotsPerReplica,
  });
  const { min, max } = boundsOf(run.config);
  return {
    kind: 'pageFormula',
    ratePerSecond,
    ...(requestsEach !== 1 && { requestsPerArrival: requestsEach }),
    serviceMs: service.meanMs,
    serviceFrom: service.from,
    targetUtilization,
    slotsPerReplica,
    replicas,
    currentMinReplicas: min,
    currentMaxReplicas: max,
  };
};
