import { latencySummary } from '../../planner/measure/latency.ts';
import { foldLoad, latencyOf } from '../../planner/timeline/fold-load.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import { isOk } from '../../runs/schema/load-series.ts';
import { formatMs, formatOr, formatShare } from '../format.ts';
import { byOutcome, outcomeLabel } from '../outcomes.ts';

/**
 * What was recorded, in the figures of a simulation: how near the simulation comes shows beside it. Recorded latencies
 * hold the way through network and router, simulated ones do not.
 */
export const recordedText = ({ run, load }: Recording): string => {
  const { total } = foldLoad(load);
  const ended = Object.values(total.outcomes).reduce((sum, n) => sum + n, 0);
  const shares = Object.keys(total.outcomes)
    .sort(byOutcome)
    .map((outcome) => `${outcomeLabel(outcome)} ${formatShare(total.outcomes[outcome]! / ended)}`);
  const { p50Ms, p95Ms, p99Ms } = latencySummary(latencyOf(total, isOk));
  const quantiles = [p50Ms, p95Ms, p99Ms].map((ms) => formatOr(ms, formatMs)).join(' / ');
  return (
    `Recorded in ${run.id}: ${shares.join(', ')}; latency p50 / p95 / p99 ${quantiles}, network and router included.\n` +
    'Simulated is the middle of every calibrated interval: headroom plan takes their width into account.'
  );
};
