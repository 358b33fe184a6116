import type { Slo } from '../../runs/schema/run.ts';
import { quantileSeconds } from '../simulate/histogram.ts';
import type { Replication } from '../simulate/tally.ts';
import type { Candidate } from './candidates.ts';

/** What is kept of one simulated run of one candidate. Shares of all requests; latency of the ok ones. */
export type RunScore = {
  readonly errorShare: number;
  readonly rejectedShare: number;
  readonly timedOutShare: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly replicasMean: number;
  readonly replicasMax: number;
  readonly secondsToRecover: number | null;
  /** Replica-hours per hour of the traffic mix. */
  readonly meanReplicas: number;
  /** How far the run is from the SLO: 0 far below, 1 at it, 2 twice as bad. */
  readonly strain: number;
};

/** All that is known about one candidate: its runs, by draw of the model. */
export type Trial = { readonly candidate: Candidate; readonly runs: Map<number, RunScore> };

/** An SLO of no errors at all is as good as one in 10 000 here: a strain needs something to divide by. */
const errorShareLeast = 1e-4;

/** As the client sees it. */
const latencyMs = (replication: Replication, share: number, overheadMs: number): number | null => {
  const seconds = quantileSeconds(replication.latencies, share);
  return seconds === null ? null : seconds * 1000 + overheadMs;
};

/**
 * Both limits kept: the one that is used up more. Else 1 and what each is broken by, added up: where one can't be
 * kept at all, the other still counts. Without a request that succeeded nothing was slow.
 */
const strainOf = (errorShare: number, p95Ms: number | null, slo: Slo): number => {
  const byErrors = errorShare / Math.max(errorShareLeast, slo.maxErrorShare);
  const byLatency = slo.p95LatencyMs === undefined || p95Ms === null ? 0 : p95Ms / slo.p95LatencyMs;
  const excess =
    (errorShare > slo.maxErrorShare ? Math.max(0, byErrors - 1) : 0) + Math.max(0, byLatency - 1);
  const kept = errorShare <= slo.maxErrorShare && byLatency <= 1;
  return kept ? Math.max(Math.min(1, byErrors), byLatency) : 1 + Math.max(Number.EPSILON, excess);
};

/**
 * Boils a replication down to its score; `meanReplicas` is set by the traffic mix.
 *
 * @param options.overheadMs network and router, which the simulation leaves out and the client's latency has
 */
export const scoreOf = (
  replication: Replication,
  { slo, overheadMs }: { readonly slo: Slo; readonly overheadMs: number },
): Omit<RunScore, 'meanReplicas'> => {
  const { tally } = replication;
  const requests = Math.max(1, tally.requests);
  const errorShare = (tally.rejected + tally.timedOut) / requests;
  const p95Ms = latencyMs(replication, 0.95, overheadMs);
  return {
    errorShare,
    rejectedShare: tally.rejected / requests,
    timedOutShare: tally.timedOut / requests,
    p50Ms: latencyMs(replication, 0.5, overheadMs),
    p95Ms,
    p99Ms: latencyMs(replication, 0.99, overheadMs),
    replicasMean: tally.readySeconds / tally.measuredSeconds,
    replicasMax: tally.readyMax,
    secondsToRecover: tally.secondsToRecover,
    strain: strainOf(errorShare, p95Ms, slo),
  };
};

export const meets = ({ strain }: RunScore): boolean => strain <= 1;

export const failuresOf = (trial: Trial, draws?: readonly number[]): number =>
  runsOf(trial, draws).filter((run) => !meets(run)).length;

/** The runs of these draws (by default of all) that were simulated, in that order. */
export const runsOf = (
  { runs }: Trial,
  draws: readonly number[] = [...runs.keys()].sort((a, b) => a - b),
): RunScore[] => draws.flatMap((draw) => runs.get(draw) ?? []);

export const meanOver = (runs: readonly RunScore[], pick: (run: RunScore) => number): number =>
  runs.reduce((sum, run) => sum + pick(run), 0) / runs.length;

/** What candidates are compared by. */
export const costOf = (trial: Trial, draws?: readonly number[]): number =>
  meanOver(runsOf(trial, draws), ({ meanReplicas }) => meanReplicas);
