import type { Model } from '../../runs/schema/model/model.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { Stepper } from '../policies/index.ts';
import type { CourseStep } from './engine.ts';
import type { Replication } from './tally.ts';

/** One replication of a model by one autoscaler. */
type Played = {
  readonly model: Model;
  readonly replication: number;
  /** The autoscaler before its first step. */
  readonly policy: Stepper;
  readonly countsWaits: boolean;
};

type PastRun = Played & { readonly course: readonly CourseStep[]; readonly result: Replication };

/** Runs that were simulated one after the other, the newest last. */
export type PastRuns = PastRun[];

/** Memory of no run. */
export const createPastRuns = (): PastRuns => [];

/** So many are kept: what an HPA saw of 400 pods takes half a megabyte. Candidates of one world follow each other closely. */
const keptMost = 12;

/** What a rule saw that looks more often than this takes longer to keep than the runs take that it spares. */
const intervalLeastSeconds = 5;

/** Whether runs of a rule are worth remembering; one whose answer never changes is a candidate of its own. */
export const isRemembered = ({ intervalSeconds }: Stepper): boolean =>
  intervalSeconds >= intervalLeastSeconds && intervalSeconds < Number.POSITIVE_INFINITY;

/** What of the settings decides what the rule is shown: of an HPA's, how its pods are sampled. */
const watchOf = (policy: PolicySettings): unknown => {
  if (policy.kind !== 'hpa') return policy.kind;
  const { kind, metrics, metricsResolutionSeconds, sampleAgeSeconds } = policy;
  const sampled = metrics.map(({ targetValue: _, ...metric }) => metric);
  return { kind, sampled, metricsResolutionSeconds, sampleAgeSeconds };
};

const isEqual = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

/**
 * Whether two runs differ in nothing but how their rules answer to what they are shown. What was drawn is compared by reference:
 * candidates of one world share it.
 */
const differOnlyInRule = (one: Played, other: Played): boolean => {
  const [a, b] = [one.model, other.model];
  return (
    a.arrivals === b.arrivals &&
    a.service === b.service &&
    a.replica === b.replica &&
    a.retries === b.retries &&
    a.seed === b.seed &&
    one.replication === other.replication &&
    a.durationSeconds === b.durationSeconds &&
    a.warmupSeconds === b.warmupSeconds &&
    a.recoveredErrorShare === b.recoveredErrorShare &&
    one.countsWaits === other.countsWaits &&
    one.policy.desiredReplicas === other.policy.desiredReplicas &&
    one.policy.intervalSeconds === other.policy.intervalSeconds &&
    isEqual(a.router, b.router) &&
    isEqual(watchOf(a.policy), watchOf(b.policy))
  );
};

/** Whether a rule that is shown what another one saw wants the same at each step. */
const wantsTheSame = (policy: Stepper, course: readonly CourseStep[]): boolean => {
  let now = policy;
  return course.every(({ seen, desiredReplicas }) => {
    now = now.next(seen());
    return now.desiredReplicas === desiredReplicas;
  });
};

/**
 * The result of a run that need not be simulated, as one before it took the same course; undefined where none did.
 *
 * A run depends on its autoscaler only through the replicas that it wants at each step, and a rule only on what it is shown. So
 * a rule is shown what the past one saw. As long as it wants the same, it would have seen the same in a run of its own; if it
 * does up to the end, that run is the past one.
 */
export const takenBefore = (runs: PastRuns, played: Played): Replication | undefined => {
  const place = runs.findLastIndex(
    (past) => differOnlyInRule(past, played) && wantsTheSame(played.policy, past.course),
  );
  if (place === -1) return undefined;
  const [past] = runs.splice(place, 1);
  runs.push(past!);
  return past!.result;
};

/** Keeps a run, in place of the one that was asked for longest ago. */
export const keepRun = (runs: PastRuns, run: PastRun): void => {
  runs.push(run);
  if (runs.length > keptMost) runs.shift();
};
