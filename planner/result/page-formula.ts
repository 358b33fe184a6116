import { isOk } from '../../runs/schema/load-series.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { PageFormula, Result } from '../../runs/schema/result.ts';
import type { Run } from '../../runs/schema/run.ts';
import { pageReplicas, pageTargetOf } from '../platforms/page-formula.ts';
import { notEnoughData } from '../stats/interval.ts';
import { meanOf } from '../stats/sketch.ts';
import { type FoldedLoad, latencyOf } from '../timeline/fold-load.ts';
import { peakRateOf } from '../timeline/planned-rate.ts';

const boundsOf = (policy: PolicySettings | null): { min: number | null; max: number | null } => {
  if (policy === null) return { min: null, max: null };
  return policy.kind === 'fixed'
    ? { min: policy.replicas, max: policy.replicas }
    : { min: policy.minReplicas, max: policy.maxReplicas };
};

/** Service time without queueing: the header, else the latency of the quietest phase, else of all that succeeded. */
const serviceOf = (load: FoldedLoad, run: Run): { ms: number; from: PageFormula['serviceFrom'] } | null => {
  const header = meanOf(load.total.serviceMs);
  if (header !== undefined) return { ms: header, from: 'header' };
  const quiet = run.phases.find(({ kind }) => kind === 'baseline');
  const cell = quiet && load.byPhase.get(quiet.name);
  const unqueued = cell && meanOf(latencyOf(cell, isOk));
  if (unqueued !== undefined) return { ms: unqueued, from: 'unqueuedLatency' };
  const any = meanOf(latencyOf(load.total, isOk));
  return any === undefined ? null : { ms: any, from: 'latency' };
};

/**
 * The help page's sizing formula fed with the measured peak rate and service time. It knows neither
 * queueing nor start-up lag, which is why it is labelled as that formula wherever it stands.
 */
export const pageFormulaFor = (load: FoldedLoad, run: Run): Result['pageFormula'] => {
  const service = serviceOf(load, run);
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
