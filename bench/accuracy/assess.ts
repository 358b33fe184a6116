import { calibrate } from '../../planner/calibrate/calibrate.ts';
import { midModel } from '../../planner/calibrate/draws.ts';
import { type Candidate, candidateOf } from '../../planner/recommend/candidates.ts';
import { knobsOf } from '../../planner/recommend/knobs.ts';
import { tryAll } from '../../planner/recommend/lab.ts';
import { loadOfPhases } from '../../planner/recommend/load.ts';
import { openLabFor, spaceFor } from '../../planner/recommend/plan.ts';
import { predict } from '../../planner/recommend/prediction.ts';
import { recommend } from '../../planner/recommend/recommend.ts';
import { type PlanRequest, withDefaults } from '../../planner/recommend/request.ts';
import type { PlannedSettings, Prediction, Recommendation } from '../../runs/schema/recommendation.ts';
import { cheapestOf, tryOften } from './cheapest.ts';
import { recordingOf } from './record.ts';
import { erlangsOf, type Service } from './service.ts';
import { type Outcome, outcomeOf, runTruth } from './truth.ts';

export const settingNames = ['advice', 'current', 'page', 'rejected', 'halved'] as const;
export type SettingName = (typeof settingNames)[number];

/** Settings, what was foretold of them, and what one run with them came to. */
export type Trial = {
  readonly of: SettingName;
  readonly settings: PlannedSettings;
  readonly predicted: Pick<Prediction, 'errorShare' | 'rejectedShare' | 'latencyMs'>;
  readonly measured: Outcome;
};

export type Assessed = {
  readonly name: string;
  readonly erlangs: number;
  readonly routerInstances: number;
  readonly basis: Recommendation['basis'];
  readonly trials: readonly Trial[];
  /** Mean replicas of the cheapest settings that hold; null where none does, or none was looked for. */
  readonly cheapestReplicas: number | null;
  /** Mean replicas of the advice over the runs of the search for the cheapest. */
  readonly adviceReplicas: number;
  /** Share of those runs in which the advice and the page's number of replicas meet the SLO. */
  readonly adviceMetShare: number;
  readonly pageMetShare: number;
  readonly pageReplicas: number;
  readonly warnings: readonly string[];
};

export type Refused = { readonly name: string; readonly reasons: readonly string[] };

/** Requests to simulate for one advice: a second or so. */
const requestsBudget = 8_000_000;

const recordedRun = 0;
const firstRerun = 1;

type Proposal = Pick<Trial, 'of' | 'settings' | 'predicted'>;

const candidateFor = ({ policy, queueWaitMs, requestTimeoutMs }: PlannedSettings): Candidate => ({
  ...candidateOf(policy, Number.MAX_SAFE_INTEGER),
  knobs: knobsOf(policy),
  queueWaitMs,
  ...(requestTimeoutMs !== null && { requestTimeoutMs }),
});

/** The advice with half its minimum: what somebody in want of savings would try. */
const halved = (settings: PlannedSettings): PlannedSettings => {
  const { policy } = settings;
  if (policy.kind === 'fixed') return settings;
  const minReplicas = Math.max(1, Math.floor(policy.minReplicas / 2));
  return { ...settings, policy: { ...policy, minReplicas } };
};

/** The nearest candidate that the planner expects to fail; else the nearest that lost. */
const rejectedOf = ({ rejected }: Recommendation): PlannedSettings | undefined =>
  (rejected.find(({ excuse }) => excuse.kind !== 'cost') ?? rejected[0])?.settings;

const proposalsOf = (request: PlanRequest, advice: Recommendation): Proposal[] => {
  const { compared, settings, prediction } = advice;
  const lab = openLabFor(withDefaults(request));
  const draws = lab.worlds.map((_, draw) => draw);
  const foretold = (of: SettingName, other: PlannedSettings): Proposal => {
    const [trial] = tryAll(lab, [candidateFor(other)], { draws });
    return { of, settings: other, predicted: predict(trial!, { price: undefined, hasRise: true }) };
  };
  const rejected = rejectedOf(advice);
  return [
    { of: 'advice', settings, predicted: prediction },
    { of: 'current', settings: compared.current.settings, predicted: compared.current.prediction },
    { of: 'page', settings: compared.pageFormula.settings, predicted: compared.pageFormula.prediction },
    ...(rejected === undefined ? [] : [foretold('rejected', rejected)]),
    foretold('halved', halved(settings)),
  ];
};

/**
 * Records one spike on a service, plans from the recording alone, and fires the spike again under every proposal.
 * The search for the cheapest settings is what takes long for a large service.
 */
export const assess = (
  service: Service,
  { searchesCheapest }: { readonly searchesCheapest: boolean },
): Assessed | Refused => {
  const recorded = runTruth(service, { policy: service.policy }, recordedRun);
  const recording = recordingOf(service, recorded);
  const calibration = calibrate([recording]);
  const request: PlanRequest = {
    calibration,
    load: loadOfPhases(recording.run.phases),
    slo: service.slo,
    current: service.configured,
    requestsBudget,
  };
  const advice = recommend(request);
  if (advice.kind !== 'advice') {
    return {
      name: service.name,
      reasons: advice.reasons.map(({ need, have }) => `needs ${need}, has ${have}`),
    };
  }
  const trials = proposalsOf(request, advice).map(
    (proposal, i): Trial => ({
      ...proposal,
      measured: outcomeOf(service, runTruth(service, proposal.settings, firstRerun + i)),
    }),
  );
  const { replicasMost } = spaceFor(withDefaults(request), midModel(calibration));
  const page = advice.compared.pageFormula;
  const often = tryOften(service, advice.settings);
  return {
    name: service.name,
    erlangs: erlangsOf(service),
    routerInstances: service.router.instances ?? 1,
    basis: advice.basis,
    trials,
    cheapestReplicas: searchesCheapest ? cheapestOf(service, advice.settings, replicasMost) : null,
    adviceReplicas: often.replicas,
    adviceMetShare: often.metShare,
    pageMetShare: tryOften(service, page.settings).metShare,
    pageReplicas: page.replicas,
    warnings: advice.warnings,
  };
};
