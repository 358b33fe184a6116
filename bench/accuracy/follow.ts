import { calibrate } from '../../planner/calibrate/calibrate.ts';
import { minimumOf } from '../../planner/platforms/bounds.ts';
import { recommend } from '../../planner/recommend/recommend.ts';
import type { PlanRequest } from '../../planner/recommend/search/request.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import { loadOfPhases } from '../../planner/traffic/load.ts';
import { costlyUnknownOf } from '../../runs/schema/plan/standing.ts';
import { type Minima, minimaOnceKnown, type NextRun, type Unknown } from '../../runs/schema/plan/unknown.ts';
import type { NotEnoughAdvice, Recommendation } from '../../runs/schema/recommendation.ts';
import { recordingOf } from './record.ts';
import type { Service } from './service.ts';
import type { Conditions } from './traffic.ts';
import { runTruth, withSettings } from './truth.ts';

/** A service as it is set now, and what was recorded of it: the one that is planned for last. */
export type Known = { readonly service: Service; readonly recordings: readonly Recording[] };

/** An advice, and what was asked for. */
export type Planned = { readonly request: PlanRequest; readonly advice: Recommendation };

/** Plans from recordings alone, for the load of the last one, with as many simulated requests as `headroom plan`. */
export const planFrom = (
  { service, recordings }: Known,
  { margin, spikeShare }: Conditions,
): { readonly request: PlanRequest; readonly advice: Recommendation | NotEnoughAdvice } => {
  const request: PlanRequest = {
    calibration: calibrate(recordings),
    load: loadOfPhases(recordings.at(-1)!.run.phases),
    slo: service.slo,
    current: service.configured,
    margin,
    spikeShare,
  };
  return { request, advice: recommend(request) };
};

/** What a plan asks to find out first, and what it promises of the minimum once that is known. */
export type Asked = Pick<Unknown, 'input' | 'nextRun'> & Minima & { readonly minReplicas: number };

/** What a plan asks for; null where its advice is no interim one. */
export const askedOf = (advice: Recommendation): Asked | null => {
  const costly = costlyUnknownOf(advice);
  if (costly === undefined) return null;
  const { input, nextRun } = costly;
  const minReplicas = minimumOf(advice.settings.policy);
  const nothingHolds: Minima = { least: Number.POSITIVE_INFINITY, most: null };
  return {
    input,
    nextRun,
    minReplicas,
    ...(minimaOnceKnown(costly, advice.basis === 'certain' ? minReplicas : null) ?? nothingHolds),
  };
};

/** The service with router and clients that wait longer. */
const withTimeout = (service: Service, requestTimeoutMs: number | undefined): Service => {
  const { router, clientTimeoutMs } = service;
  if (requestTimeoutMs === undefined) return service;
  const raised = Math.max(requestTimeoutMs, router.requestTimeoutMs ?? Number.POSITIVE_INFINITY);
  return {
    ...service,
    router: { ...router, requestTimeoutMs: Number.isFinite(raised) ? raised : null },
    clientTimeoutMs: Math.max(clientTimeoutMs, requestTimeoutMs),
  };
};

/**
 * Fires what a plan asks for, as it stands there. The recorded load once more, with the timeouts that it names, is what is planned
 * for from then on; a soak stands before the recording of the load that is planned for.
 */
const fire = ({ service, recordings }: Known, { load, requestTimeoutMs }: NextRun, run: number): Known => {
  const raised = withTimeout(service, requestTimeoutMs);
  const record = (fired: Service): Recording =>
    recordingOf(fired, runTruth(fired, { policy: fired.policy }, run));
  if (load.kind === 'again') return { service: raised, recordings: [...recordings, record(raised)] };
  const { ratePerSecond, soakSeconds } = load;
  const soaked = record({ ...raised, soak: { ratePerSecond, soakSeconds } });
  return { service, recordings: [soaked, ...recordings] };
};

/** Runs with seeds of their own. */
const firstNextRun = 50;
const proofRun = 70;

/** Somebody who is asked for a third one goes on with what there is. */
const nextRunsMost = 2;

export type FollowedRound = { readonly known: Known; readonly planned: Planned };

/** Fires what the plan asks for and plans again, until it asks for nothing more. */
export const followNextRuns = (
  first: Known,
  firstPlanned: Planned,
  conditions: Conditions,
): FollowedRound[] => {
  const rounds: FollowedRound[] = [];
  let [known, planned] = [first, firstPlanned];
  for (let count = 0; count < nextRunsMost; count++) {
    const asked = askedOf(planned.advice);
    if (asked === null) break;
    known = fire(known, asked.nextRun, firstNextRun + count);
    const { request, advice } = planFrom(known, conditions);
    if (advice.kind !== 'advice') break;
    planned = { request, advice };
    rounds.push({ known, planned });
  }
  return rounds;
};

/** What a person may act on: a plan that ends with 0, as it finds settings that hold and asks for no run first. */
export const isRecommended = ({ basis }: Pick<Recommendation, 'basis'>, asked: Asked | null): boolean =>
  basis === 'certain' && asked === null;

/**
 * Applies what a plan recommends, fires the same load again, as `headroom verify` does, and plans from all runs. null: it
 * recommends nothing, before or after.
 */
export const followProof = (
  { service, recordings }: Known,
  { advice }: Planned,
  conditions: Conditions,
): FollowedRound | null => {
  if (!isRecommended(advice, askedOf(advice))) return null;
  const applied = withSettings(service, advice.settings);
  const proof = recordingOf(applied, runTruth(service, advice.settings, proofRun));
  const known = { service: applied, recordings: [...recordings, proof] };
  const { request, advice: next } = planFrom(known, conditions);
  if (next.kind !== 'advice' || !isRecommended(next, askedOf(next))) return null;
  return { known, planned: { request, advice: next } };
};
