import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Arrivals } from '../../runs/schema/model/arrivals.ts';
import { expectedRequests } from '../../runs/schema/model/expected-requests.ts';
import { strictestErrorShare } from '../../runs/schema/recorded-endpoints.ts';
import type { Run } from '../../runs/schema/run.ts';
import { settingsInUse } from '../calibrate/hpa.ts';
import { sloToPlanFor } from '../calibrate/slo-to-plan-for.ts';
import { refusalOf } from '../recommend/advice/refuse.ts';
import { type PartScore, scoreOf } from '../recommend/trials/trial.ts';
import { createWorkspace, giveBackWorkspace, replicate } from '../simulate/replicate.ts';
import { createRandom } from '../stats/random.ts';
import { loadOfPhases } from '../traffic/load.ts';
import { middleModel } from '../traffic/service-model.ts';
import type { OutcomeValues } from './compared-figures.ts';

/** How much may be simulated. */
type Effort = {
  /** Simulated requests in all. */
  readonly requestsBudget: number;
  /** Runs, whatever they cost, and those that are enough. */
  readonly least: number;
  readonly most: number;
};

/**
 * Of a comparison: some seconds. Fewer runs can't tell how far two of them may lie apart; more tell nothing that matters.
 */
const ofComparison: Effort = { requestsBudget: 12_000_000, least: 40, most: 300 };

/** How runs that follow are simulated. */
type Simulated = {
  readonly effort?: Effort;
  /** Whether each gets the arrivals of the recorded run; otherwise each draws its own, at the same rates. */
  readonly sameArrivals?: boolean;
  /** Ready when the load begins, as far as the bounds of the rule allow; by default what the rule keeps without load. */
  readonly initialReplicas?: number | undefined;
};

const runsFor = (requestsEach: number, { requestsBudget, least, most }: Effort): number =>
  Math.round(Math.min(most, Math.max(least, requestsBudget / Math.max(1, requestsEach))));

/** Where in its second an arrival lies is drawn, once for all runs; the stream is one that no simulation draws from. */
const placeStream = 2 ** 31;

/** The arrivals that the plan fired: so many in each second, evenly or at random inside it. */
const recordedArrivals = ({ plannedPerSecond, seed, config }: Run): Arrivals => {
  const random = createRandom(seed, placeStream);
  const isEven = config.load.scenario !== 'replay' && config.load.arrivals === 'even';
  const seconds = plannedPerSecond.flatMap((n, second) =>
    Array.from({ length: n }, (_, k) => second + (isEven ? (k + 0.5) / n : random())),
  );
  return { kind: 'timestamps', seconds };
};

const outcomesOf = (score: PartScore): OutcomeValues => ({
  errorShare: score.errorShare,
  rejectedShare: score.rejectedShare,
  timedOutShare: score.timedOutShare,
  p50Latency: score.p50Ms,
  p95Latency: score.p95Ms,
  p99Latency: score.p99Ms,
  secondsToRecover: score.secondsToRecover,
  meanReplicas: score.replicasMean,
});

/**
 * What further runs of the recorded service would come to under the recorded load, one after the other as they are asked for: the
 * service in the middle of its calibrated intervals, with other service times and other start-ups each time. No run where the
 * recording can't carry a simulation.
 */
export function* eachFurtherRun(
  calibration: Calibration,
  run: Run,
  { effort = ofComparison, sameArrivals = false, initialReplicas }: Simulated = {},
): Generator<OutcomeValues, void, undefined> {
  const { config, phases } = run;
  const load = loadOfPhases(phases);
  const current = settingsInUse(config.autoscaler, calibration);
  if (refusalOf({ calibration, load, current }) !== undefined) return;
  const { retries } = config.load;
  const drawn = middleModel(calibration, {
    load,
    current,
    recoveredErrorShare: strictestErrorShare(config),
    ...(retries && { retries }),
  });
  const model = {
    ...drawn,
    ...(sameArrivals && { arrivals: recordedArrivals(run) }),
    ...(initialReplicas !== undefined && { initialReplicas }),
  };
  const scoring = {
    slo: sloToPlanFor(config, calibration),
    overheadMs: calibration.overhead.ms.mid,
    endpoints: [],
  };
  const workspace = createWorkspace();
  const count = runsFor(expectedRequests(model.arrivals, model.durationSeconds), effort);
  try {
    for (let replication = 0; replication < count; replication++) {
      const [played] = replicate([model], replication, {
        workspace,
        takesSamples: false,
        countsWaits: false,
      });
      yield outcomesOf(scoreOf(played!, scoring));
    }
  } finally {
    giveBackWorkspace(workspace);
  }
}

/** All of these runs. */
export const furtherRuns = (...options: Parameters<typeof eachFurtherRun>): OutcomeValues[] => [
  ...eachFurtherRun(...options),
];
