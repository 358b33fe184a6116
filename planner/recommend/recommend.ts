import type { PolicySettings } from '../../runs/schema/policy.ts';
import { expectedRequests } from '../../runs/schema/rate-steps.ts';
import type { NotEnoughAdvice, PlannedSettings, Recommendation } from '../../runs/schema/recommendation.ts';
import { type ModelParameters, midModel } from '../calibrate/draws.ts';
import { pageReplicas } from '../queueing/page-formula.ts';
import { steepestRise } from '../simulate/recovery.ts';
import { meanOfDistribution } from '../stats/distributions.ts';
import { type Candidate, candidateOf, policyOf, targetOf } from './candidates.ts';
import { runsNeeded } from './chance.ts';
import { choose } from './choose.ts';
import { nearestRejected } from './excuses.ts';
import { inputsOf } from './inputs.ts';
import { type Lab, openLab, trialOf, tryAll } from './lab.ts';
import { durationOf, ratesOf } from './load.ts';
import { predict } from './prediction.ts';
import { refusalOf } from './refuse.ts';
import { type PlanDefaults, type PlanRequest, withDefaults } from './request.ts';
import type { Space } from './rows.ts';
import { replicasAtPeak, replicasMostFor } from './screen.ts';
import { type Bar, barFor } from './search.ts';
import { sensitivitiesOf } from './sensitivity.ts';
import { chooseWait, timeoutChain, timeoutNotes } from './timeouts.ts';
import { costOf, failuresOf, type Trial } from './trial.ts';
import { changesOf } from './what-if.ts';

type Plan = PlanRequest & PlanDefaults;

/** An advice never rests on fewer runs than this, nor does it gain from more. */
const drawsMin = 60;
const drawsMax = 100;

/** Full trials that a search costs, about: what is spent on hopeless candidates included. */
const trialsPerPlan = 60;

/** Questions about the neighbourhood of the advice are answered on this many of the draws. */
const neighbourDrawsMax = 20;

/** Shown with the reason that sank each. */
const rejectedShown = 8;

/** The documented default of the platform, where the policy in use has no share as its target. */
const pageTarget = 0.7;

const drawsFor = (plan: Plan, requestsPerRun: number): number =>
  Math.max(
    drawsMin,
    2 * runsNeeded(plan.confidence),
    Math.min(drawsMax, Math.floor(plan.requestsBudget / trialsPerPlan / requestsPerRun)),
  );

/** Only the Azure ML router lets its waits and timeouts be set with the autoscaler. */
const setsRouter = ({ kind }: PolicySettings): boolean => kind === 'azureml-v1' || kind === 'azureml-v2';

const openLabFor = (plan: Plan): Lab => {
  const { calibration, load, slo, current, seed, spikeShare } = plan;
  const open = (draws: number): Lab => openLab({ calibration, load, slo, current, seed, spikeShare, draws });
  const { arrivals, durationSeconds } = open(1).worlds[0]!.spike;
  return open(plan.draws ?? drawsFor(plan, Math.max(1, expectedRequests(arrivals, durationSeconds))));
};

const spaceFor = (plan: Plan, middle: ModelParameters): Space => {
  const { load, slo, current } = plan;
  const atPeak = replicasAtPeak(load, middle, slo.maxErrorShare);
  const { maxReplicas } = candidateOf(current, 0);
  const replicasMost = plan.maxReplicas ?? Math.max(replicasMostFor(atPeak), maxReplicas);
  const { neededMs } = timeoutChain(middle, middle.router.queueWaitLimitMs);
  const now = middle.router.requestTimeoutMs;
  const cutsOff = setsRouter(current) && now !== null && now < neededMs;
  return {
    policy: current,
    capacity: { slots: middle.replica.slots, serviceSeconds: meanOfDistribution(middle.service) / 1000 },
    replicasAtPeak: atPeak,
    replicasMost,
    refreshSeconds: candidateOf(current, replicasMost).refreshSeconds,
    router: cutsOff ? { requestTimeoutMs: neededMs } : {},
  };
};

/** Half of what the peak needs, scaling up at a common target: where a draw's own hardness shows. */
const probeOf = (space: Space): Candidate => ({
  ...space.router,
  target: space.policy.kind === 'fixed' ? 0 : targetOf(space.policy),
  minReplicas: Math.max(1, Math.round(space.replicasAtPeak / 2)),
  maxReplicas: Math.max(space.replicasMost, 1),
  refreshSeconds: space.refreshSeconds,
});

/** What the help page's formula would have one run: that number, whatever the load does. */
const pageCandidate = (plan: Plan, middle: ModelParameters, space: Space): Candidate => {
  const { current } = plan;
  const replicas = pageReplicas({
    ratePerSecond: ratesOf(plan.load).peak,
    serviceSeconds: meanOfDistribution(middle.service) / 1000,
    targetUtilization: 'targetUtilization' in current ? current.targetUtilization : pageTarget,
    slotsPerReplica: middle.replica.slots,
  });
  return {
    target: targetOf(current),
    minReplicas: replicas,
    maxReplicas: replicas,
    refreshSeconds: space.refreshSeconds,
  };
};

/** A candidate as a person sets it. */
const settingsOf = (
  candidate: Candidate,
  current: PolicySettings,
  { router }: ModelParameters,
): PlannedSettings => ({
  policy: policyOf(current, candidate),
  queueWaitMs: candidate.queueWaitMs === undefined ? router.queueWaitLimitMs : candidate.queueWaitMs,
  requestTimeoutMs: candidate.requestTimeoutMs ?? router.requestTimeoutMs,
});

const warningsOf = ({ calibration, current, load }: Plan, advised: Trial, space: Space): string[] => {
  const { policy, flowBalance, startupLag, burstiness } = calibration;
  const { indexOfDispersion: dispersion } = burstiness;
  const notes: (string | false)[] = [
    policy.settings.kind !== current.kind &&
      `The recording was made under ${policy.settings.kind}, the advice is for ${current.kind}: how that behaves is taken from its documentation.`,
    !flowBalance.agrees &&
      `Rejected requests and busy slots do not add up: ${flowBalance.suspects.join('; ')}.`,
    startupLag.provenance === 'assumed' && 'No replica was seen to start: the start-up lag is assumed.',
    load.kind === 'rate' &&
      'mid' in dispersion &&
      dispersion.mid < 0.5 &&
      'The load is planned evenly spaced, as it was fired. Requests of real clients come at random and need some more replicas.',
    advised.candidate.minReplicas >= space.replicasMost &&
      `The advice has the most replicas that a plan may have, ${space.replicasMost}.`,
  ];
  return [...calibration.warnings, ...notes.filter((note) => note !== false)];
};

const loadSummary = ({ load, spikeShare }: Plan, lab: Lab): Recommendation['load'] => {
  const { baseline, peak } = ratesOf(load);
  const { arrivals, durationSeconds } = lab.worlds[0]!.spike;
  return {
    durationSeconds: durationOf(load),
    requests: Math.round(expectedRequests(arrivals, durationSeconds)),
    baselineRatePerSecond: baseline,
    peakRatePerSecond: peak,
    arrivals: arrivals.kind,
    spikeShare,
  };
};

type Found = {
  readonly plan: Plan;
  readonly lab: Lab;
  readonly space: Space;
  readonly bar: Bar;
  readonly middle: ModelParameters;
  /** With the router as it is, which the rejected candidates have too. */
  readonly chosen: Trial;
};

/** Timeouts, the advice with them, and everything else that is scored beside it. */
const describe = (found: Found, basis: Recommendation['basis']): Recommendation => {
  const { plan, lab, space, bar, middle, chosen } = found;
  const { current, slo, price, confidence, seed, onProgress } = plan;
  const all = lab.worlds.map((_, draw) => draw);
  const neighbours = all.slice(0, neighbourDrawsMax);
  const hasRise = steepestRise(lab.worlds[0]!.spike.arrivals) !== null;
  const score = (trial: Trial) => ({
    settings: settingsOf(trial.candidate, current, middle),
    prediction: predict(trial, { price, hasRise }),
  });

  onProgress({ stage: 'timeouts and queue wait', share: 0.6 });
  const { routerMs } = timeoutChain(middle, middle.router.queueWaitLimitMs);
  const { trial: waiting, queueWaits } = chooseWait(lab, chosen, {
    middle,
    draws: neighbours,
    routerMs,
    canSet: setsRouter(current),
  });
  const [tried] = tryAll(lab, [waiting.candidate], { draws: all });
  // Twenty draws proposed the wait; all of them must bear it out.
  const advised = failuresOf(tried!) <= failuresOf(chosen) ? tried! : chosen;
  const settings = settingsOf(advised.candidate, current, middle);
  const { neededMs, ...chain } = timeoutChain(middle, settings.queueWaitMs);
  const notes = timeoutNotes(
    { neededMs, ...chain },
    { nowMs: middle.router.requestTimeoutMs, queueWaitMs: settings.queueWaitMs, slo },
  );

  onProgress({ stage: 'current settings and the page’s formula', share: 0.65 });
  const page = pageCandidate(plan, middle, space);
  const [inUse, byPage] = tryAll(lab, [candidateOf(current, space.replicasMost), page], { draws: all });
  onProgress({ stage: 'sensitivity', share: 0.75 });
  const sensitivity = sensitivitiesOf(lab, advised, { space, draws: neighbours });
  onProgress({ stage: 'what would change the advice', share: 0.85 });
  const changes = basis === 'certain' ? changesOf(lab, advised.candidate, bar) : [];

  return {
    schemaVersion: 1,
    kind: 'advice',
    basis,
    confidence,
    seed,
    slo,
    load: loadSummary(plan, lab),
    ...score(advised),
    timeouts: { ...chain, queueWaits, notes },
    sensitivity,
    compared: { current: score(inUse!), pageFormula: { ...score(byPage!), replicas: page.minReplicas } },
    rejected: rejectedOf(found),
    changes,
    inputs: inputsOf(plan.calibration),
    warnings: warningsOf(plan, advised, space),
    search: { candidates: lab.trials.size, draws: all.length, simulatedRequests: lab.spentRequests },
  };
};

const rejectedOf = ({ plan, lab, bar, middle, chosen }: Found): Recommendation['rejected'] =>
  nearestRejected([...lab.trials.values()], chosen, { bar, slo: plan.slo, count: rejectedShown }).map(
    ({ trial, excuse }) => ({
      settings: settingsOf(trial.candidate, plan.current, middle),
      runs: trial.runs.size,
      failedRuns: failuresOf(trial),
      meanReplicas: costOf(trial),
      excuse,
    }),
  );

/**
 * Finds the cheapest settings that meet the SLO under a load with the asked confidence, and says why.
 *
 * Every candidate is simulated in the same worlds, drawn from the calibrated intervals, under the same requests
 * (common random numbers). The search first places all targets by closed form and by the draws that are hardest, then
 * simulates those near the edge in every draw. A tighter SLO only takes candidates away, and the same seed gives every
 * load the same worlds: that keeps a harder task from getting a cheaper advice, up to the noise of the draws.
 *
 * @returns what to set with its prediction, or what to run next if the data can't carry an advice
 */
export const recommend = (request: PlanRequest): Recommendation | NotEnoughAdvice => {
  const refusal = refusalOf(request.calibration, request.load);
  if (refusal !== undefined) return refusal;
  const plan = withDefaults(request);
  const { calibration, current, confidence, onProgress } = plan;
  const middle = midModel(calibration);
  const space = spaceFor(plan, middle);

  onProgress({ stage: 'drawing worlds', share: 0 });
  const lab = openLabFor(plan);
  const bar = barFor(lab, probeOf(space), confidence);
  const { basis, trial } = choose(lab, space, {
    bar,
    current: candidateOf(current, space.replicasMost),
    onRound: (share) => onProgress({ stage: 'searching', share: 0.05 + 0.55 * share }),
  });
  tryAll(lab, [trial.candidate], { draws: bar.draws });
  return describe({ plan, lab, space, bar, middle, chosen: trialOf(lab, trial.candidate) }, basis);
};
