import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { LoadFault } from '../../runs/schema/load-as-planned.ts';
import type { Run } from '../../runs/schema/run.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import { sumOf } from '../stats/sum.ts';
import { emptyCell, type FoldedLoad } from '../timeline/fold-load.ts';
import { lateArrivalsOf, lateMsLimit } from '../timeline/generator.ts';

/** What is known of how the load went. */
type LoadFacts = {
  readonly run: Run;
  readonly load: FoldedLoad;
  readonly timeline: Timeline;
  readonly cluster: readonly ClusterLine[];
};

/** A load is not as planned with less than this share of its arrivals sent. */
const sentShareMin = 0.99;
/** … with more than this share of its arrivals late, */
const lateShareMax = 0.01;
/** … when the generator stood still for longer than this at once, or for more than a share of the load, */
const stalledMsMax = 1000;
const stalledShareMax = 0.01;
/** … when the watch was lost for more than this share of its seconds: replicas that nobody could ever read are no loss, */
const unwatchedShareMax = 0.05;
/** … and when more than this share of the script's iterations threw: as many as may be missing. */
const exceptionShareMax = 1 - sentShareMin;

const phasesNotBegun = ({ run, load }: LoadFacts): LoadFault[] => {
  const phases = run.phases
    .filter(({ startSeconds, durationSeconds }) =>
      run.plannedPerSecond.slice(startSeconds, startSeconds + durationSeconds).some((n) => n > 0),
    )
    .filter(({ name }) => (load.byPhase.get(name) ?? emptyCell()).arrivals === 0)
    .map(({ name }) => name);
  return phases.length === 0 ? [] : [{ code: 'phaseNotBegun', phases }];
};

const notAllSent = ({ run, load }: LoadFacts): LoadFault[] => {
  const [planned, sent] = [sumOf(run.plannedPerSecond), load.total.arrivals];
  return sent < sentShareMin * planned ? [{ code: 'notAllSent', planned, sent }] : [];
};

const late = ({ load }: LoadFacts): LoadFault[] => {
  const [count, arrivals] = [lateArrivalsOf(load.total), load.total.arrivals];
  return count > lateShareMax * arrivals
    ? [{ code: 'late', late: count, arrivals, limitMs: lateMsLimit }]
    : [];
};

const endedEarly = ({ run }: LoadFacts): LoadFault[] =>
  run.status === 'complete' && run.stopped === null
    ? []
    : [{ code: 'endedEarly', by: run.stopped?.by ?? 'tool', reason: run.stopped?.reason ?? '' }];

const noEndLine = ({ load }: LoadFacts): LoadFault[] =>
  load.ends.length === 0 ? [{ code: 'noEndLine' }] : [];

const linesLost = ({ load }: LoadFacts): LoadFault[] =>
  load.linesLost === 0 ? [] : [{ code: 'linesLost', lines: load.linesLost }];

const generatorStalled = ({ load, timeline }: LoadFacts): LoadFault[] => {
  const lengths = load.stalls.map(({ fromMs, toMs }) => toMs - fromMs);
  const [stalledMs, longestMs] = [sumOf(lengths), Math.max(0, ...lengths)];
  return longestMs > stalledMsMax || stalledMs > stalledShareMax * timeline.seconds * 1000
    ? [{ code: 'generatorStalled', stalledMs, longestMs }]
    : [];
};

const watchLost = ({ run, timeline }: LoadFacts): LoadFault[] => {
  if (run.config.cluster === null || !timeline.cluster.known) return [];
  const seconds = timeline.cluster.ready.filter((ready) => ready === null).length;
  return seconds > unwatchedShareMax * timeline.seconds ? [{ code: 'watchLost', seconds }] : [];
};

const scriptExceptions = ({ load }: LoadFacts): LoadFault[] => {
  const { exceptions, arrivals } = load.total;
  return exceptions > exceptionShareMax * arrivals
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
    generatorStalled,
    late,
    scriptExceptions,
    watchLost,
  ].flatMap((faultsOf) => faultsOf(facts));
