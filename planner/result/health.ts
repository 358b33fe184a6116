import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { Health } from '../../runs/schema/result.ts';
import type { Run } from '../../runs/schema/run.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import { answeredOf, emptyCell, type FoldedLoad } from '../timeline/fold-load.ts';
import { plannedArrivalsOf } from '../timeline/planned-rate.ts';

/** What the experiment is judged by. */
type HealthInput = {
  readonly run: Run;
  readonly load: FoldedLoad;
  readonly timeline: Timeline;
  readonly cluster: readonly ClusterLine[];
  /** Lines of the series files that could not be read. */
  readonly droppedLines: number;
};

type Check = (input: HealthInput) => Health;

/** k6's scheduler is good to this many arrivals per phase. */
const planTolerance = 2;

/** A cluster clock further away than this, beyond its uncertainty, is worth a warning. */
const clockOffsetMsMax = 1000;

const okOr = (isOk: boolean, otherwise: Health['status'] = 'warning'): Health['status'] =>
  isOk ? 'ok' : otherwise;

const runEnded: Check = ({ run }) => ({ check: 'run', status: okOr(run.status === 'complete') });

const telemetryComplete: Check = ({ load, droppedLines }) => {
  const lostReasons = [...new Set(load.lost.map(({ reason }) => reason))];
  const isComplete = lostReasons.length === 0 && droppedLines === 0;
  return { check: 'telemetry', status: okOr(isComplete), lostReasons, unreadableLines: droppedLines };
};

const allAnswered: Check = ({ load }) => {
  const [sent, ended] = [load.total.arrivals, answeredOf(load.total)];
  return { check: 'answers', status: okOr(sent === ended), sent, ended };
};

const followsPlan: Check = ({ run, load }) => {
  const phasesOff = run.phases.flatMap((phase) => {
    const { arrivals, dropped } = load.byPhase.get(phase.name) ?? emptyCell();
    const planned = plannedArrivalsOf(phase);
    const isOff = Math.abs(arrivals + dropped - planned) > planTolerance;
    return isOff ? [{ phase: phase.name, arrivals: arrivals + dropped, planned }] : [];
  });
  const status = run.status === 'complete' ? okOr(phasesOff.length === 0) : 'unknown';
  return { check: 'plan', status, tolerance: planTolerance, phasesOff };
};

const nothingDropped: Check = ({ load }) => ({
  check: 'generator',
  status: okOr(load.total.dropped === 0),
  dropped: load.total.dropped,
});

const clusterSeen: Check = ({ run, timeline, cluster }) => {
  const gaps = cluster.filter(({ kind }) => kind === 'gap').length;
  const unread = cluster.flatMap((line) =>
    line.kind === 'unknown' ? [{ resource: line.resource, reason: line.reason }] : [],
  );
  const facts = { check: 'cluster', gaps, unread } as const;
  if (timeline.cluster.known)
    return { ...facts, status: okOr(gaps === 0 && unread.length === 0), unknownBecause: null };
  if (unread.length > 0) return { ...facts, status: 'unknown', unknownBecause: 'notRead' };
  const unknownBecause = run.config.cluster === null ? 'notConfigured' : 'noReplicaSeen';
  return { ...facts, status: 'unknown', unknownBecause };
};

const clockKnown: Check = ({ timeline: { clock } }) => {
  if (clock === null) return { check: 'clock', status: 'unknown', offset: null };
  const isClose = Math.abs(clock.offsetMs) <= clockOffsetMsMax + clock.uncertaintyMs;
  return { check: 'clock', status: okOr(isClose), offset: clock };
};

const problems = ({ run }: HealthInput): Health[] =>
  run.problems.map(({ code, message }) => ({ check: 'problem', status: 'warning', code, message }));

const checks = [
  runEnded,
  telemetryComplete,
  allAnswered,
  followsPlan,
  nothingDropped,
  clusterSeen,
  clockKnown,
];

/** Whether the experiment itself can be trusted: what a reader must know before believing the numbers. */
export const healthOf = (input: HealthInput): Health[] => [
  ...checks.map((check) => check(input)),
  ...problems(input),
];
