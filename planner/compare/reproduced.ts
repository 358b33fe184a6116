import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Refusal } from '../../runs/schema/plan/notes.ts';
import { strictestErrorShare } from '../../runs/schema/recorded-endpoints.ts';
import type { Result } from '../../runs/schema/result.ts';
import { readyAtStart } from '../measure/replicas.ts';
import { figuresOfRun, type OutcomeValues, valuesOf } from './compared-figures.ts';
import { eachFurtherRun } from './run-spread.ts';

/** How much is simulated: it may take a moment, as the plan after it takes seconds. */
const quick = { requestsBudget: 600_000, least: 5, most: 20 } as const;

/** How much is simulated of a run that held, as most do: what is looked for is so far off that a few runs show it. */
const glance = { requestsBudget: 100_000, least: 3, most: 5 } as const;

/** Simulated runs that fail less often than the recorded one by up to this factor differ from it by chance. */
const farBelow = 2;

/**
 * From these differences on, a simulation shows another service: its share of lost requests is so much higher, or its p95 so many
 * times as high. Where requests failed, few answers tell the service time, and a simulation of the same service may lie farther off.
 */
const farAboveShare = { held: 0.1, missed: 0.2 } as const;
const farAboveP95 = 3;

/** Requests under way in the phase with most of them: throughput times latency (Little, 1961). null: no request succeeded. */
const underWayAtMost = ({ phases }: Result): number | null => {
  const each = phases.flatMap(({ ok, fromSecond, toSecond, okLatency: { p50Ms } }) =>
    p50Ms === null ? [] : [((ok / (toSecond - fromSecond)) * p50Ms) / 1000],
  );
  return each.length === 0 ? null : Math.max(...each);
};

/**
 * The fewest replicas that were asked for, where they stayed above the minimum that the config states: it may be another one by
 * now, as that of Azure ML can't be read. A minimum that was read in the cluster is the one in use.
 */
const keptAboveMinimum = ({ run, timeline }: Result): Extract<Refusal, { kept?: unknown }>['kept'] => {
  const { autoscaler, autoscalerFrom } = run.config;
  const wanted = timeline.cluster.desired.filter((replicas) => replicas !== null);
  if (autoscalerFrom === 'live' || autoscaler === null || !('minReplicas' in autoscaler)) return undefined;
  if (wanted.length === 0) return undefined;
  const [fewest, { minReplicas }] = [Math.min(...wanted), autoscaler];
  return fewest > minReplicas ? { fewest, minReplicas } : undefined;
};

/**
 * Every simulated run is far worse than the recorded one: the service runs more requests at once, had more replicas, or turns
 * requests away sooner than the model says. An advice would ask for replicas that nobody needs.
 */
const heldMore = (
  simulated: readonly OutcomeValues[],
  result: Result,
  farAbove: number,
): Refusal | undefined => {
  const { errorShare: measuredShare, p95Latency: measuredP95Ms } = figuresOfRun(result);
  const [shares, p95s] = [valuesOf(simulated, 'errorShare'), valuesOf(simulated, 'p95Latency')];
  if (measuredShare === null || shares.length === 0) return undefined;
  const simulatedShareLeast = Math.min(...shares);
  const simulatedP95LeastMs = p95s.length === 0 ? null : Math.min(...p95s);
  const losesMore = simulatedShareLeast > measuredShare + farAbove;
  const isSlower =
    measuredP95Ms !== null &&
    simulatedP95LeastMs !== null &&
    simulatedP95LeastMs > farAboveP95 * measuredP95Ms;
  if (!losesMore && !isSlower) return undefined;
  const kept = keptAboveMinimum(result);
  return {
    code: 'heldMoreThanSimulated',
    measuredShare,
    simulatedShareLeast,
    measuredP95Ms,
    simulatedP95LeastMs,
    runs: shares.length,
    underWay: underWayAtMost(result),
    ...(kept && { kept }),
  };
};

/** The recorded run missed its limit of errors, and no simulated one comes near: what failed is nothing that the model has. */
const failedMore = (
  simulated: readonly OutcomeValues[],
  measuredShare: number,
  limit: number,
): Refusal | undefined => {
  const shares = valuesOf(simulated, 'errorShare');
  const simulatedShareMost = Math.max(...shares);
  if (shares.length === 0 || simulatedShareMost > limit) return undefined;
  if (measuredShare < farBelow * simulatedShareMost) return undefined;
  return { code: 'notReproduced', measuredShare, simulatedShareMost, runs: shares.length };
};

/** Why runs can't be planned with: each further run can only take such a reason away, once `isTold`. */
const reasonIn = (simulated: readonly OutcomeValues[], result: Result): Refusal | undefined => {
  const measuredShare = figuresOfRun(result).errorShare;
  const limit = strictestErrorShare(result.run.config);
  if (measuredShare === null) return undefined;
  if (measuredShare <= limit) return heldMore(simulated, result, farAboveShare.held);
  return failedMore(simulated, measuredShare, limit) ?? heldMore(simulated, result, farAboveShare.missed);
};

/** Whether runs have each figure that they are held against. */
const isTold = (simulated: readonly OutcomeValues[], result: Result): boolean =>
  valuesOf(simulated, 'errorShare').length > 0 &&
  (figuresOfRun(result).p95Latency === null || valuesOf(simulated, 'p95Latency').length > 0);

/**
 * Why a simulation can't be planned with: under the recorded settings and load, and begun with the recorded replicas, each of
 * its runs is far from what was recorded. An advice would promise, or ask for, what the recording refutes. undefined: some
 * run comes near. Simulating ends with the first that does.
 */
export const notReproduced = (calibration: Calibration, result: Result): Refusal | undefined => {
  const measuredShare = figuresOfRun(result).errorShare;
  if (measuredShare === null) return undefined;
  const isMet = measuredShare <= strictestErrorShare(result.run.config);
  const further = eachFurtherRun(calibration, result.run, {
    effort: isMet ? glance : quick,
    initialReplicas: readyAtStart(result.timeline),
  });
  const simulated: OutcomeValues[] = [];
  for (const outcome of further) {
    simulated.push(outcome);
    if (isTold(simulated, result) && reasonIn(simulated, result) === undefined) return undefined;
  }
  return reasonIn(simulated, result);
};
