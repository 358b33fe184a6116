import { expectedRequests } from '../../../runs/schema/model/expected-requests.ts';
import type { PolicySettings } from '../../../runs/schema/policy.ts';
import type { ModelParameters } from '../../calibrate/draws.ts';
import { platformOfRule } from '../../platforms/index.ts';
import type { KnobKey } from '../../platforms/knob.ts';
import { pageReplicas, pageTargetOf } from '../../platforms/page-formula.ts';
import { meanOfDistribution } from '../../stats/distributions.ts';
import { peakTimes, ratesOf } from '../../traffic/load.ts';
import { isJudged } from '../../traffic/mix.ts';
import { type Candidate, candidateOf, targetOf } from '../trials/candidates.ts';
import { type Lab, openLab } from '../trials/lab.ts';
import { leastRunsLike, runsNeeded } from './chance.ts';
import type { PlanDefaults, PlanRequest } from './request.ts';
import type { Space } from './rows.ts';
import { replicasAtPeak, replicasMostFor } from './screen.ts';
import { longestWaitMs, timeoutChain } from './timeouts.ts';

/** A request with its defaults filled in. */
export type Plan = PlanRequest & PlanDefaults;

/** A search never sees fewer draws than about this, nor does it gain from more; as many are kept from it. */
const drawsMin = 20;
const drawsMax = 100;

/** What a search and its proof spend, in candidates that are simulated in every draw: measured over all kinds of policy. */
const trialsPerPlan = 45;

const drawsFor = ({ confidence, requestsBudget }: Plan, requestsPerRun: number): number => {
  const affordable = Math.floor(requestsBudget / trialsPerPlan / requestsPerRun);
  const wanted = Math.max(drawsMin, runsNeeded(confidence), Math.min(drawsMax, affordable));
  return leastRunsLike(wanted, confidence);
};

/** Requests of one run: all parts of the mix but its lowest level, which is small beside them. */
const requestsPerRun = ({ mix, worlds }: Lab): number => {
  const requests = worlds[0]!.models.map(({ arrivals, durationSeconds }) =>
    expectedRequests(arrivals, durationSeconds),
  );
  const ofJudged = requests.filter((_, i) => isJudged(mix[i]!));
  const ofLevels = requests.filter((_, i) => !isJudged(mix[i]!)).sort((a, b) => a - b);
  return [...ofJudged, ...ofLevels.slice(1)].reduce((sum, each) => sum + each, 0);
};

/** Whether the settings file of a policy's platform has a knob: nothing else can be advised. */
export const canSet = ({ kind }: PolicySettings, knob: KnobKey): boolean =>
  platformOfRule(kind)?.knobs[knob] !== undefined;

/** How many of all draws the search sees: the first ones. */
const searchedOf = (draws: number): number => Math.ceil(draws / 2);

/** A lab with twice as many worlds as the search sees: the other half proves its choice. */
export const openLabFor = (plan: Plan): Lab => {
  const { calibration, load, slo, current, seed, spikeShare, margin, retries, helper } = plan;
  const asked = { calibration, load, slo, current, seed, spikeShare, margin };
  const open = (draws: number): Lab =>
    openLab({
      ...asked,
      draws,
      ...(retries && { retries }),
      ...(helper && { helper }),
    });
  return open(2 * (plan.draws ?? drawsFor(plan, Math.max(1, requestsPerRun(open(1))))));
};

/** The draws that the search sees, and as many that are kept from it: to prove its choice, and to predict from. */
export const splitDraws = ({ worlds }: Lab): { readonly searched: number[]; readonly kept: number[] } => {
  const draws = worlds.map((_, draw) => draw);
  const half = searchedOf(draws.length);
  return { searched: draws.slice(0, half), kept: draws.slice(half) };
};

/** What the search changes about the router: only what differs from the settings in use. */
const routerFor = ({ slo, current }: Plan, middle: ModelParameters): Space['shared'] => {
  const { queueWaitLimitMs, requestTimeoutMs } = middle.router;
  const platform = platformOfRule(current.kind);
  const documentedMs = platform?.queue.waitLimitMs.value ?? null;
  const queueWaitMs = canSet(current, 'queueWaitMs')
    ? longestWaitMs(middle, { slo, documentedMs })
    : queueWaitLimitMs;
  const mostMs = platform?.knobs.requestTimeoutMs?.range.max ?? Number.POSITIVE_INFINITY;
  const neededMs = Math.min(mostMs, timeoutChain(middle, queueWaitMs).neededMs);
  const isEnough =
    !canSet(current, 'requestTimeoutMs') || requestTimeoutMs === null || requestTimeoutMs >= neededMs;
  return {
    ...(queueWaitMs === queueWaitLimitMs ? {} : { queueWaitMs }),
    ...(isEnough ? {} : { requestTimeoutMs: neededMs }),
  };
};

/** The least maximum that a candidate may have: see `Space`. */
const maximumLeastFor = (
  inUse: Candidate,
  { current, room, budgetReplicas = Number.POSITIVE_INFINITY }: Plan,
): number =>
  current.kind === 'fixed'
    ? 0
    : Math.min(inUse.maxReplicas, budgetReplicas, room?.replicas ?? budgetReplicas);

/**
 * The settings in use as they can come to pass: pods that fit on no node serve nobody.
 *
 * @param replicasMost the most that a plan may have, where the settings have no maximum
 */
export const inUseCandidate = ({ current, room }: Plan, replicasMost: number): Candidate => {
  const inUse = candidateOf(current, replicasMost);
  if (room === undefined) return inUse;
  const { unlimited: _, ...bounded } = inUse;
  const fitting = (replicas: number): number => Math.min(replicas, room.replicas);
  return {
    ...bounded,
    minReplicas: fitting(inUse.minReplicas),
    maxReplicas: fitting(inUse.maxReplicas),
  };
};

/** What the search tries: how many replicas at most and at least as a maximum, and which limits of the router. */
export const spaceFor = (plan: Plan, middle: ModelParameters): Space => {
  const { load, margin, slo, current, budgetReplicas, room } = plan;
  const atPeak = replicasAtPeak(peakTimes(load, 1 + margin), middle, slo.maxErrorShare);
  const { maxReplicas: inUse } = candidateOf(current, 0);
  const wanted = budgetReplicas ?? Math.max(replicasMostFor(atPeak), inUse);
  const replicasMost = Math.min(wanted, room?.replicas ?? wanted);
  const { unlimited, refreshSeconds, ...own } = candidateOf(current, replicasMost);
  return {
    policy: current,
    capacity: { slots: middle.replica.slots, serviceSeconds: meanOfDistribution(middle.service) / 1000 },
    replicasAtPeak: atPeak,
    replicasMost,
    maximumLeast: maximumLeastFor({ ...own, refreshSeconds }, plan),
    refreshSeconds,
    shared: {
      ...routerFor(plan, middle),
      ...(unlimited && budgetReplicas === undefined && room === undefined && { unlimited }),
    },
  };
};

/** A candidate to order draws by: half of what the peak needs, at the target in use. It shows how hard a draw is. */
export const probeOf = (space: Space): Candidate => ({
  ...space.shared,
  target: space.policy.kind === 'fixed' ? 0 : targetOf(space.policy),
  minReplicas: Math.max(1, Math.round(space.replicasAtPeak / 2)),
  maxReplicas: Math.max(space.replicasMost, 1),
  refreshSeconds: space.refreshSeconds,
});

/** What Azure ML's formula would have one run: that number, whatever the load does. */
export const pageCandidate = (plan: Plan, middle: ModelParameters, space: Space): Candidate => {
  const { current } = plan;
  const replicas = pageReplicas({
    ratePerSecond: ratesOf(plan.load).peak,
    serviceSeconds: meanOfDistribution(middle.service) / 1000,
    targetUtilization: pageTargetOf(current),
    slotsPerReplica: middle.replica.slots,
  });
  return {
    target: targetOf(current),
    minReplicas: replicas,
    maxReplicas: replicas,
    refreshSeconds: space.refreshSeconds,
  };
};
