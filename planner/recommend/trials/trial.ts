import type { Slo } from '../../../runs/schema/run.ts';
import { quantileSeconds } from '../../simulate/histogram.ts';
import type { Replication } from '../../simulate/tally.ts';
import { isJudged, isPredicted, type TrafficMix } from '../../traffic/mix.ts';
import type { Candidate } from './candidates.ts';
import { mixedReplicas } from './cost.ts';
import { endpointLatencyMs, type WorldEndpoint } from './endpoint-latency.ts';

/** One part of the traffic mix in one run. Shares of all requests; latency of the ok ones. */
export type PartScore = {
  readonly errorShare: number;
  readonly rejectedShare: number;
  readonly timedOutShare: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** Mean number of ready replicas. */
  readonly replicasMean: number;
  readonly replicasMax: number;
  /** Mean number of replicas that hold a place on a node: starting and draining ones too. */
  readonly occupiedMean: number;
  readonly secondsToRecover: number | null;
  /** What the SLO's p95 is held against: that of all, or of the endpoint with the least room. */
  readonly judgedP95Ms: number | null;
  /** How far the part is from the SLO, or from that of the endpoint that is nearest: 0 far below, 1 at it, 2 twice as bad. */
  readonly strain: number;
};

/** What a simulation of one part comes to. null: only its verdict was asked for, and it has surely failed. */
export type PieceScore = PartScore | null;

/**
 * What is kept of one simulated run of one candidate: the figures are those of the load as planned, in the judged part of
 * it with most strain. Where the candidate was only screened they are those of the part that stands in for it.
 */
export type RunScore = PartScore & {
  /**
   * The judged part with most strain, the margin included: what the SLO is held against. A candidate that misses the
   * SLO as planned may not have been tried with the margin.
   */
  readonly hardest: Pick<PartScore, 'errorShare' | 'p95Ms' | 'strain'>;
  /** Replica-hours per hour of the traffic mix. */
  readonly meanReplicas: number;
  /** In the order of the mix. */
  readonly parts: readonly Pick<PartScore, 'occupiedMean' | 'errorShare'>[];
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
 * How far a run is from its SLO. With both limits kept, it is the larger part that is used up of one. Else it is 1 and
 * what each limit is broken by, added up: where one can't be kept at all, the other one still counts. Without a request
 * that succeeded, nothing counts as slow.
 */
const strainOf = (errorShare: number, p95Ms: number | null, slo: Slo): number => {
  const byErrors = errorShare / Math.max(errorShareLeast, slo.maxErrorShare);
  const byLatency = slo.p95LatencyMs === undefined || p95Ms === null ? 0 : p95Ms / slo.p95LatencyMs;
  const excess =
    (errorShare > slo.maxErrorShare ? Math.max(0, byErrors - 1) : 0) + Math.max(0, byLatency - 1);
  const kept = errorShare <= slo.maxErrorShare && byLatency <= 1;
  return kept ? Math.max(Math.min(1, byErrors), byLatency) : 1 + Math.max(Number.EPSILON, excess);
};

type Scoring = {
  readonly slo: Slo;
  /** Network and router, which the simulation leaves out and the client's latency has. */
  readonly overheadMs: number;
  /** Where there are several, the one with the least room first: each is held to its own objectives. */
  readonly endpoints: readonly WorldEndpoint[];
};

type Judged = Pick<PartScore, 'judgedP95Ms' | 'strain'>;

/** Errors hit all endpoints alike, as the router does not know them apart; latency is each one's own. */
const judgeEndpoints = (
  { waits }: Replication,
  errorShare: number,
  { overheadMs, endpoints }: Scoring,
): Judged => {
  const judged = endpoints.map((endpoint) => {
    const ms = endpoint.slo.p95LatencyMs === undefined ? null : endpointLatencyMs(waits, endpoint, 0.95);
    const p95Ms = ms === null ? null : ms + overheadMs;
    return { p95Ms, strain: strainOf(errorShare, p95Ms, endpoint.slo) };
  });
  return { judgedP95Ms: judged[0]!.p95Ms, strain: Math.max(...judged.map(({ strain }) => strain)) };
};

/** The score of a replication of one part. */
export const scoreOf = (replication: Replication, scoring: Scoring): PartScore => {
  const { slo, overheadMs, endpoints } = scoring;
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
    occupiedMean: tally.occupiedSeconds / tally.measuredSeconds,
    secondsToRecover: tally.secondsToRecover,
    ...(endpoints.length > 0
      ? judgeEndpoints(replication, errorShare, scoring)
      : { judgedP95Ms: p95Ms, strain: strainOf(errorShare, p95Ms, slo) }),
  };
};

/** The part with most strain, of at least one. */
export const hardestPart = (parts: readonly PartScore[]): PartScore =>
  parts.reduce((most, part) => (part.strain > most.strain ? part : most));

/**
 * The score of a run from those of its parts: the SLO is met if every judged part meets it, the margin included.
 *
 * @param parts one for each of the mix, in its order
 */
export const scoreOfMix = (mix: TrafficMix, parts: readonly PartScore[]): RunScore => {
  const predicted = parts.filter((_, i) => isPredicted(mix[i]!));
  const { errorShare, judgedP95Ms: p95Ms, strain } = hardestPart(parts.filter((_, i) => isJudged(mix[i]!)));
  return {
    ...hardestPart(predicted),
    hardest: { errorShare, p95Ms, strain },
    replicasMax: predicted.reduce((most, { replicasMax }) => Math.max(most, replicasMax), 0),
    meanReplicas: mixedReplicas(
      parts.map(({ occupiedMean }, i) => ({ share: mix[i]!.share, meanReplicas: occupiedMean })),
    ),
    parts: parts.map(({ occupiedMean, errorShare }) => ({ occupiedMean, errorShare })),
  };
};

/** Whether a run met the SLO in every judged part, the margin included. */
export const meets = ({ hardest }: RunScore): boolean => hardest.strain <= 1;

/** Whether a run of the load as planned met the SLO. */
export const meetsAsPlanned = ({ strain }: PartScore): boolean => strain <= 1;

/** In how many of these draws (by default of all) the trial missed the SLO. */
export const failuresOf = (trial: Trial, draws?: readonly number[]): number =>
  runsOf(trial, draws).filter((run) => !meets(run)).length;

/** The runs of these draws (by default of all) that were simulated, in that order. */
export const runsOf = (
  { runs }: Trial,
  draws: readonly number[] = [...runs.keys()].sort((a, b) => a - b),
): RunScore[] => draws.flatMap((draw) => runs.get(draw) ?? []);

/** Mean of a figure over runs; NaN of none. */
export const meanOver = (runs: readonly RunScore[], pick: (run: RunScore) => number): number =>
  runs.reduce((sum, run) => sum + pick(run), 0) / runs.length;

/** What candidates are compared by: mean replica-hours per hour of the traffic mix. */
export const costOf = (trial: Trial, draws?: readonly number[]): number =>
  meanOver(runsOf(trial, draws), ({ meanReplicas }) => meanReplicas);
