import { midModel } from '../../planner/calibrate/draws.ts';
import { spaceFor } from '../../planner/recommend/search/plan.ts';
import { withDefaults } from '../../planner/recommend/search/request.ts';
import { outcomeCodes } from '../../planner/simulate/router.ts';
import { medianOfValues } from '../../planner/stats/simple.ts';
import { noteText } from '../../reports/words/plan/notes.ts';
import { refusalLine } from '../../reports/words/plan/refusal.ts';
import type { Calibration } from '../../runs/schema/calibration.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { Prediction, Recommendation } from '../../runs/schema/recommendation.ts';
import { type CheapestPair, cheapestOf, isProven, type Judge, judgeOf, tryOften } from './cheapest.ts';
import {
  type Asked,
  askedOf,
  followNextRuns,
  followProof,
  type Known,
  type Planned,
  planFrom,
} from './follow.ts';
import { type Proposal, proposalsOf } from './proposals.ts';
import { recordingOf } from './record.ts';
import { erlangsOf, type Service } from './service.ts';
import { type Conditions, withMargin } from './traffic.ts';
import { type Outcome, outcomeOf, runTruth, type TrueRun, type TrueSettings } from './truth.ts';

/** Settings, what was predicted for them, and what one run with them came to. */
export type Trial = Pick<Proposal, 'of' | 'settings'> & {
  readonly predicted: Pick<Prediction, 'errorShare' | 'rejectedShare' | 'latencyMs'>;
  readonly measured: Outcome;
  /** Median of the p95 latencies of other true runs under these settings: what nobody can predict better. */
  readonly typicalP95Ms: number | null;
};

/** An advice, what was predicted for it and of other settings, and what became of them in the truth. */
export type Advised = {
  readonly basis: Recommendation['basis'];
  readonly trials: readonly Trial[];
  /** The cheapest settings that hold; null where none do, or none were looked for. */
  readonly cheapest: CheapestPair | null;
  /** Mean replicas of the advice over the traffic that is paid for, in the runs of the search for the cheapest. */
  readonly adviceReplicas: number;
  /** Whether one run of the advice at the next peak, higher by the margin, meets the SLO. */
  readonly marginMet: boolean;
  /** Share of those runs in which the advice and the page's number of replicas meet the SLO; with a margin at the next peak. */
  readonly adviceMetShare: number;
  readonly adviceMarginMetShare: number;
  /** Whether the advice holds in the further runs that the cheapest is proven by; false where none is looked for. */
  readonly adviceIsProven: boolean;
  readonly pageMetShare: number;
  readonly pageReplicas: number;
  readonly beliefs: Beliefs;
  readonly warnings: readonly string[];
  /** What the plan asks to find out first. Answers that were kept by older benches don't say. */
  readonly asked?: Asked | null;
};

export type Assessed = Advised & {
  readonly name: string;
  readonly erlangs: number;
  /** null: each replica has its own queue, or may have. */
  readonly routerInstances: number | null;
  /** The advice after each run that the plan before it asked for. Answers that were kept by older benches have none. */
  readonly followed?: readonly Advised[];
  /** What is recommended after at most one run, planned for again from its proof too. Older answers that were kept have none. */
  readonly proven?: Advised | null;
};

/** How much the planner believes in what is true of the things that nobody tells it; null where it has no choice. */
export type Beliefs = {
  readonly instances: number | null;
  /** How requests find their replica. */
  readonly balancing: number | null;
  readonly onTimeout: number | null;
  readonly reading: number | null;
};

export type Refused = { readonly name: string; readonly reasons: readonly string[] };

const recordedRun = 0;
const firstRerun = 1;

/** Runs whose median stands for all that there might be. */
export const typicalRuns = { first: 300, count: 15 } as const;

const typicalP95Ms = (service: Service, settings: TrueSettings): number | null => {
  const p95s = Array.from(
    { length: typicalRuns.count },
    (_, run) => outcomeOf(service, runTruth(service, settings, typicalRuns.first + run)).p95Ms,
  ).filter((ms) => ms !== null);
  return p95s.length === 0 ? null : medianOfValues(p95s);
};

const sharesWhere = <Option extends { readonly share: number }>(
  options: readonly Option[],
  holds: (option: Option) => boolean,
): number => options.filter(holds).reduce((sum, { share }) => sum + share, 0);

const isSameReading = (a: PolicySettings, b: PolicySettings): boolean =>
  'stepLaw' in a &&
  'stepLaw' in b &&
  a.kind === b.kind &&
  a.stepLaw === b.stepLaw &&
  a.sampling === b.sampling;

const beliefsOf = (
  { router: { instances = 1, onTimeout, balancing, balancedPer = 'request' }, policy }: Service,
  { router, policy: rule }: Calibration,
  { outcomes, workload }: TrueRun,
): Beliefs => {
  const timesOut = outcomes.codes.subarray(0, workload.count).includes(outcomeCodes.timedOut);
  return {
    instances:
      balancing === undefined
        ? sharesWhere(router.readings, (reading) => reading.instances === instances)
        : null,
    balancing:
      balancing === undefined
        ? null
        : sharesWhere(
            router.readings,
            (reading) => reading.balancing === balancing && reading.balancedPer === balancedPer,
          ),
    onTimeout: timesOut ? sharesWhere(router.readings, (reading) => reading.onTimeout === onTimeout) : null,
    reading: 'stepLaw' in policy ? sharesWhere(rule.fits, (fit) => isSameReading(fit.policy, policy)) : null,
  };
};

type Round = Planned & {
  readonly service: Service;
  readonly judge: Judge;
  readonly conditions: Conditions & SearchOption;
  /** The first recording, as it really was. */
  readonly recorded: TrueRun;
};

type SearchOption = { readonly searchesCheapest: boolean };

/** Fires the spike again under an advice and every other proposal. */
const adviseOn = ({ service, judge, conditions, recorded, request, advice }: Round): Advised => {
  const { searchesCheapest } = conditions;
  const trials = proposalsOf(request, advice).map(
    (proposal, i): Trial => ({
      ...proposal,
      measured: outcomeOf(service, runTruth(service, proposal.settings, firstRerun + i)),
      typicalP95Ms: typicalP95Ms(service, proposal.settings),
    }),
  );
  const { replicasMost } = spaceFor(withDefaults(request), midModel(request.calibration));
  const page = advice.compared.pageFormula;
  const harder = withMargin(service, conditions);
  const often = tryOften(judge, advice.settings);
  return {
    basis: advice.basis,
    trials,
    cheapest: searchesCheapest ? cheapestOf(judge, advice.settings, replicasMost) : null,
    adviceReplicas: often.replicas,
    adviceMetShare: often.metShare,
    adviceMarginMetShare: often.marginMetShare,
    adviceIsProven: searchesCheapest && isProven(judge, advice.settings),
    marginMet: outcomeOf(harder, runTruth(harder, advice.settings, firstRerun)).meets,
    pageMetShare: tryOften(judge, page.settings).metShare,
    pageReplicas: page.replicas,
    beliefs: beliefsOf(service, request.calibration, recorded),
    warnings: advice.warnings.map(noteText),
    asked: askedOf(advice),
  };
};

/**
 * Records one spike on a service, plans from the recording alone, and fires the spike again under every proposal. Where the plan
 * asks for another run, that one is recorded too, and planned from all of them: as often as somebody might do that.
 * The search for the cheapest settings is what takes long for a large service.
 */
export const assess = (service: Service, conditions: Conditions & SearchOption): Assessed | Refused => {
  const recorded = runTruth(service, { policy: service.policy }, recordedRun);
  const first: Known = { service, recordings: [recordingOf(service, recorded)] };
  const planned = planFrom(first, conditions);
  if (planned.advice.kind !== 'advice')
    return { name: service.name, reasons: planned.advice.reasons.map(refusalLine) };
  const judge = judgeOf(service, conditions);
  const adviseFrom = (known: Known, { request, advice }: Planned): Advised =>
    adviseOn({
      service: known.service,
      judge: known.service === service ? judge : judgeOf(known.service, conditions),
      conditions,
      recorded,
      request,
      advice,
    });
  const { request, advice } = planned;
  const rounds = followNextRuns(first, { request, advice }, conditions);
  const proof = followProof(rounds[0]?.known ?? first, rounds[0]?.planned ?? { request, advice }, conditions);
  return {
    name: service.name,
    erlangs: erlangsOf(service),
    routerInstances: service.router.balancing === undefined ? (service.router.instances ?? 1) : null,
    ...adviseFrom(first, { request, advice }),
    followed: rounds.map(({ known, planned }) => adviseFrom(known, planned)),
    proven: proof && adviseFrom(proof.known, proof.planned),
  };
};
