import type { Note } from '../../../runs/schema/plan/notes.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import type { ModelParameters } from '../../calibrate/draws.ts';
import { maximumOf } from '../../platforms/bounds.ts';
import { ratesOf } from '../../traffic/load.ts';
import type { Found } from '../search/find.ts';
import { canSet, inUseCandidate, type Plan } from '../search/plan.ts';
import type { Space } from '../search/rows.ts';
import { queueWaitsOf, timeoutChain, timeoutNotes } from '../search/timeouts.ts';
import type { Candidate } from '../trials/candidates.ts';
import { drawsToShow } from '../trials/lab.ts';
import { costOf, runsOf } from '../trials/trial.ts';
import { tryAsPlanned } from '../trials/try-as-planned.ts';
import { variantWith } from '../trials/variants.ts';
import { type BegunAfter, type BegunBefore, beginAfterChoice } from './begun.ts';
import { instructiveRejected } from './excuses.ts';
import { guardOf } from './guard.ts';
import { inputsOf } from './inputs.ts';
import { loadSummary, mixNotes } from './load-summary.ts';
import { tryNeighbours } from './neighbours.ts';
import { nextRunFor } from './next-run.ts';
import { retryTips } from './retry-tip.ts';
import { scored, settingsOf } from './scored.ts';
import { sensitivitiesOf } from './sensitivity.ts';
import { unknownsBehindFailure, unknownsOf } from './unknowns.ts';
import { changesOf } from './what-if.ts';

/** Shown with the reason that sank each. */
const rejectedShown = 8;

const queueWaitOf = ({ queueWaitMs }: Candidate, { router }: ModelParameters): number | null =>
  queueWaitMs === undefined ? router.queueWaitLimitMs : queueWaitMs;

/** Notes that the nodes hold fewer replicas than the maximum, and that the peak needs more than they hold. */
const roomNotes = ({ current, room }: Plan, { replicasAtPeak }: Space): Note[] => {
  if (room === undefined) return [];
  const { replicas, missing } = room;
  const wanted = maximumOf(current);
  const notes: (Note | false)[] = [
    (wanted === null || wanted > replicas) && {
      code: 'nodesHold',
      replicas,
      wanted,
      missing: [...missing],
    },
    replicasAtPeak > replicas && {
      code: 'peakDoesNotFit',
      replicas,
      needed: Math.ceil(replicasAtPeak),
      missing: [...missing],
    },
  ];
  return notes.filter((note) => note !== false);
};

/** A note where nothing holds because the peak needs more replicas than the budget has. */
const budgetNotes = ({ basis, plan: { budgetReplicas }, space: { replicasAtPeak } }: Found): Note[] =>
  basis === 'leastRegret' && budgetReplicas !== undefined && replicasAtPeak > budgetReplicas
    ? [{ code: 'budgetTooSmall', replicas: budgetReplicas, needed: Math.ceil(replicasAtPeak) }]
    : [];

const warningsOf = (found: Found): Note[] => {
  const { plan, chosen: advised, space } = found;
  const { calibration, current } = plan;
  const { policy, flowBalance } = calibration;
  const notes: (Note | false)[] = [
    policy.settings.kind !== current.kind && {
      code: 'otherPolicy',
      recorded: policy.settings.kind,
      advised: current.kind,
    },
    !flowBalance.agrees && { code: 'flowDisagrees', suspects: flowBalance.suspects },
    advised.candidate.minReplicas >= space.replicasMost && {
      code: 'mostReplicas',
      replicas: space.replicasMost,
    },
  ];
  return [
    ...calibration.warnings,
    ...notes.filter((note) => note !== false),
    ...budgetNotes(found),
    ...roomNotes(plan, space),
  ];
};

/** Where the margin comes from, if from the days of a trace. */
const marginNotes = ({ marginFrom }: Plan): Note[] =>
  marginFrom === undefined ? [] : [{ code: 'marginFromDays', ...marginFrom }];

/** The chain of timeouts around the advice, and what other queue waits would do. */
const timeoutsOf = ({ plan, lab, searched, middle, chosen }: Found): Recommendation['timeouts'] => {
  const queueWaits = queueWaitsOf(lab, chosen, {
    middle,
    draws: drawsToShow(lab, searched),
    canSet: canSet(plan.current, 'queueWaitMs'),
  });
  const queueWaitMs = queueWaitOf(chosen.candidate, middle);
  const { neededMs, ...chain } = timeoutChain(middle, queueWaitMs);
  const nowMs = middle.router.requestTimeoutMs;
  const { clientTimeoutMs } = plan.calibration;
  const notes = timeoutNotes({ neededMs, nowMs, clientTimeoutMs, queueWaitMs, slo: plan.slo });
  const inUse = { queueWaitMs: middle.router.queueWaitLimitMs, requestTimeoutMs: nowMs };
  return { inUse, ...chain, queueWaits, notes };
};

const comparedWith = (found: Found, before: BegunBefore): Recommendation['compared'] => {
  const { plan, lab, proof } = found;
  const { inUse: current, byPage: page } = before;
  before.compared();
  const [inUse, byPage] = tryAsPlanned(lab, [current, page], proof.draws);
  return {
    // Shown as they stand, however many of their replicas fit.
    current: { ...scored(found, inUse!), settings: { policy: plan.current } },
    pageFormula: { ...scored(found, byPage!), replicas: page.minReplicas },
  };
};

const rejectedBy = (found: Found): Recommendation['rejected'] => {
  const { plan, lab, bar, proof, middle, chosen } = found;
  tryNeighbours(found);
  // Those with another wait are the advice itself under other timeouts, or what it is compared with anyway.
  const { queueWaitMs } = chosen.candidate;
  // A fixed number is told by its minimum: what may grow above it, as the search tries it, is the same to a reader.
  const isFixed = plan.current.kind === 'fixed';
  const trials = [...lab.trials.values()].filter(
    ({ candidate }) =>
      candidate.queueWaitMs === queueWaitMs && !(isFixed && candidate.minReplicas < candidate.maxReplicas),
  );
  const nearest = instructiveRejected(trials, chosen, { bar, proof, slo: plan.slo, count: rejectedShown });
  return nearest.map(({ trial, excuse, lostIn, runs, failedRuns, allowed, costRatio, alike }) => ({
    settings: settingsOf(trial.candidate, plan.current, middle),
    lostIn,
    runs,
    failedRuns,
    allowed,
    meanReplicas: costRatio * costOf(chosen, proof.draws),
    excuse,
    alike,
  }));
};

/** What is not known well, what knowing it is worth, and the run that tells it. */
const unknownsFor = (
  { plan, lab, space, basis, chosen }: Found,
  { unknowns }: BegunAfter,
  { modelMs }: Pick<Recommendation['timeouts'], 'modelMs'>,
): Recommendation['unknowns'] => {
  const { baseline, peak } = ratesOf(plan.load);
  const facts = {
    calibration: plan.calibration,
    baselineRatePerSecond: baseline,
    peakRatePerSecond: peak,
    replicas: inUseCandidate(plan, space.replicasMost).minReplicas,
    modelMs,
  };
  return (basis === 'certain' ? unknownsOf : unknownsBehindFailure)(lab, chosen.candidate, unknowns).map(
    (unknown) => ({
      ...unknown,
      nextRun: nextRunFor(unknown.input, facts),
    }),
  );
};

/** The advice with all that supports it. */
export const describe = (found: Found, before: BegunBefore): Recommendation => {
  const { plan, lab, space, searched, proof, basis, chosen } = found;
  const { slo, confidence, seed, onProgress } = plan;
  onProgress({ stage: 'timeouts', share: 0.6 });
  const begun = beginAfterChoice(found, before);
  const timeouts = timeoutsOf(found);
  onProgress({ stage: 'compared', share: 0.7 });
  const compared = comparedWith(found, before);
  onProgress({ stage: 'sensitivity', share: 0.8 });
  const sensitivity = sensitivitiesOf(lab, chosen, { space, draws: drawsToShow(lab, searched) });
  onProgress({ stage: 'changes', share: 0.9 });
  const variant = variantWith(plan.current, chosen.candidate.knobs);
  const headroom = begun.headroom();
  const changes = begun.longestLag ? changesOf(lab, begun.longestLag(), headroom) : [];
  const tips = retryTips(lab, plan.retries, {
    advised: chosen.candidate,
    inUse: inUseCandidate(plan, space.replicasMost),
  });
  const load = loadSummary(plan, lab, runsOf(chosen, proof.draws));
  const guard = guardOf(found, headroom);
  return {
    schemaVersion: 2,
    kind: 'advice',
    runs: plan.calibration.runs,
    basis,
    confidence,
    seed,
    slo,
    load,
    ...scored(found, chosen),
    variant: variant?.name ?? null,
    timeouts,
    sensitivity,
    compared,
    rejected: rejectedBy(found),
    headroom,
    ...(guard && { guard }),
    unknowns: unknownsFor(found, begun, timeouts),
    changes,
    inputs: inputsOf(plan.calibration),
    warnings: [...warningsOf(found), ...mixNotes(load, slo), ...marginNotes(plan), ...tips],
    search: {
      candidates: lab.trials.size,
      draws: lab.worlds.length,
      simulatedRequests: lab.state.spentRequests,
    },
  };
};
