import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { ranScript } from '../../runs/schema/recorded-endpoints.ts';
import type { LoadFault } from '../../runs/schema/result/load-as-planned.ts';
import type { Timeline } from '../../runs/schema/result/timeline.ts';
import type { Run } from '../../runs/schema/run.ts';
import { sumOf } from '../stats/sum.ts';
import { emptyCell, type FoldedLoad, lostReasonsOf } from '../timeline/fold-load.ts';
import { lateArrivalsOf, lateMsLimit } from '../timeline/generator.ts';
import { isWhole, runnersApart } from '../timeline/runners.ts';
import { wantedIn, wantingResources } from '../timeline/wanted.ts';
import { isCut, wentOnWithoutLost } from './cut.ts';

/** What is known of how the load went. */
type LoadFacts = {
  readonly run: Run;
  readonly load: FoldedLoad;
  readonly timeline: Timeline;
  readonly cluster: readonly ClusterLine[];
  /** Lines of the load that could not be read. */
  readonly droppedLines: number;
};

/**
 * When a load is no longer the planned one. What a second needs to be left out of calibrations stands in
 * planner/timeline/generator.ts, with the lateness from which an arrival is late.
 */
const limits = {
  /** Less of the plan sent: a hundredth is what an SLO of 1 % of failures could hide in. */
  sentShareMin: 0.99,
  /** More of the arrivals late: the same hundredth. */
  lateShareMax: 0.01,
  /** More of a script's iterations thrown: as many as may be missing. */
  exceptionShareMax: 0.01,
  /** A longer standstill leaves a gap and then a burst that the plan has not, however few arrivals were late. */
  stallMsMax: 1000,
  /** More of the load stood still. Shorter stalls than `stallMsMax` in all are left to `lateShareMax`: 200 ms prove nothing. */
  stalledShareMax: 0.01,
  /** More of the seconds not watched; replicas that nobody could ever read are no loss. */
  unwatchedShareMax: 0.05,
} as const;

const phasesNotBegun = ({ run, load }: LoadFacts): LoadFault[] => {
  const phases = run.phases
    .filter(({ startSeconds, durationSeconds }) =>
      run.plannedPerSecond.slice(startSeconds, startSeconds + durationSeconds).some((n) => n > 0),
    )
    .filter(({ name }) => (load.byPhase.get(name) ?? emptyCell()).arrivals === 0)
    .map(({ name }) => name);
  return phases.length === 0 ? [] : [{ code: 'phaseNotBegun', phases }];
};

/** The limit of the config that drops arrivals: a script's are also held to its virtual users. See `load/plan/load-plan.ts`. */
const keptBackBy = ({
  run,
  load,
}: LoadFacts): Pick<Extract<LoadFault, { code: 'notAllSent' }>, 'keptBack'> => {
  const { safety } = run.config;
  const arrivals = load.total.dropped;
  if (arrivals === 0) return {};
  const key =
    ranScript(run.config) && safety.maxVirtualUsers < safety.maxInFlight ? 'maxVirtualUsers' : 'maxInFlight';
  return { keptBack: { arrivals, key, most: safety[key] } };
};

const notAllSent = (facts: LoadFacts): LoadFault[] => {
  const [planned, sent] = [sumOf(facts.run.plannedPerSecond), facts.load.total.arrivals];
  return sent < limits.sentShareMin * planned
    ? [{ code: 'notAllSent', planned, sent, ...keptBackBy(facts) }]
    : [];
};

const late = ({ load }: LoadFacts): LoadFault[] => {
  const [count, arrivals] = [lateArrivalsOf(load.total), load.total.arrivals];
  return count > limits.lateShareMax * arrivals
    ? [{ code: 'late', late: count, arrivals, limitMs: lateMsLimit }]
    : [];
};

const endedEarly = ({ run, timeline, load }: LoadFacts): LoadFault[] =>
  isCut(run) && !(wentOnWithoutLost({ run, timeline }) && load.runners.some((runner) => !isWhole(runner)))
    ? [{ code: 'endedEarly', by: run.stopped?.by ?? 'tool', reason: run.stopped?.reason ?? null }]
    : [];

const noEndLine = ({ load }: LoadFacts): LoadFault[] =>
  load.ends.length === 0 ? [{ code: 'noEndLine' }] : [];

const linesLost = ({ load }: LoadFacts): LoadFault[] =>
  load.linesLost === 0 ? [] : [{ code: 'linesLost', lines: load.linesLost }];

const dataLost = ({ load, droppedLines }: LoadFacts): LoadFault[] => {
  const lostReasons = lostReasonsOf(load);
  return droppedLines === 0 && lostReasons.length === 0
    ? []
    : [{ code: 'dataLost', unreadableLines: droppedLines, lostReasons }];
};

const runnersIncomplete = ({ load }: LoadFacts): LoadFault[] =>
  load.runners
    .filter((runner) => !isWhole(runner))
    .map(({ runner, reason, failure, linesMissing, missing }) => ({
      code: 'runnerIncomplete',
      runner,
      reason,
      failure,
      linesMissing,
      missing,
    }));

const runnersNotTogether = ({ load }: LoadFacts): LoadFault[] => {
  const apart = runnersApart(load.runners);
  return apart === null ? [] : [{ code: 'runnersApart', ...apart }];
};

const generatorStalled = ({ load, timeline }: LoadFacts): LoadFault[] => {
  const lengths = load.stalls.map(({ fromMs, toMs }) => toMs - fromMs);
  const [stalledMs, longestMs] = [sumOf(lengths), Math.max(0, ...lengths)];
  const stalledMsMax = Math.max(limits.stallMsMax, limits.stalledShareMax * timeline.seconds * 1000);
  return longestMs > limits.stallMsMax || stalledMs > stalledMsMax
    ? [{ code: 'generatorStalled', stalledMs, longestMs }]
    : [];
};

/** Why the replicas were not seen: what ended the watch for good, else what cut it longest. */
const lostReason = (cluster: readonly ClusterLine[]): string | undefined => {
  const resources = ['cluster', 'pods', ...wantingResources(wantedIn(cluster))];
  const lost = cluster.find((line) => line.kind === 'unknown' && resources.includes(line.resource));
  if (lost?.kind === 'unknown') return lost.reason;
  const gaps = cluster.flatMap((line) =>
    line.kind === 'gap' && resources.includes(line.resource) ? [line] : [],
  );
  return gaps.toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))[0]?.reason;
};

const watchLost = ({ run, timeline, cluster }: LoadFacts): LoadFault[] => {
  if (run.config.cluster === null || !timeline.cluster.known) return [];
  const seconds = timeline.cluster.ready.filter((ready) => ready === null).length;
  if (seconds <= limits.unwatchedShareMax * timeline.seconds) return [];
  const unknownBecause = lostReason(cluster);
  return [{ code: 'watchLost', seconds, ...(unknownBecause !== undefined && { unknownBecause }) }];
};

const scriptExceptions = ({ load }: LoadFacts): LoadFault[] => {
  const { exceptions, arrivals } = load.total;
  return exceptions > limits.exceptionShareMax * arrivals
    ? [{ code: 'scriptExceptions', exceptions, arrivals }]
    : [];
};

/**
 * Why a load is not the one that was planned. With any of these nothing may be said to be met: what the service
 * would have done under the planned load was not seen.
 */
export const loadFaultsOf = (facts: LoadFacts): LoadFault[] =>
  [
    endedEarly,
    phasesNotBegun,
    notAllSent,
    noEndLine,
    linesLost,
    dataLost,
    runnersIncomplete,
    runnersNotTogether,
    generatorStalled,
    late,
    scriptExceptions,
    watchLost,
  ].flatMap((faultsOf) => faultsOf(facts));
