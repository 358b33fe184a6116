import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { Health } from '../../runs/schema/result/health.ts';
import type { Timeline } from '../../runs/schema/result/timeline.ts';
import type { Run } from '../../runs/schema/run.ts';
import { sumOf } from '../stats/sum.ts';
import { answeredOf, emptyCell, type FoldedLoad, lostReasonsOf } from '../timeline/fold-load.ts';
import { lateArrivalsOf, lateMsLimit } from '../timeline/generator.ts';
import { runnersHealth } from './runners-health.ts';

/** What the experiment is judged by. */
type HealthInput = {
  readonly run: Run;
  readonly load: FoldedLoad;
  readonly timeline: Timeline;
  readonly cluster: readonly ClusterLine[];
  /** Lines of the load that could not be read. */
  readonly droppedLines: number;
  /** Lines of the cluster series that could not be read. */
  readonly droppedClusterLines: number;
};

type Check = (input: HealthInput) => Health;

/** A cluster clock further away than this, beyond its uncertainty, or that moved by more, is worth a warning. */
const clockOffsetMsMax = 1000;

const okOr = (isOk: boolean, otherwise: Health['status'] = 'warning'): Health['status'] =>
  isOk ? 'ok' : otherwise;

const runEnded: Check = ({ run }) => ({ check: 'run', status: okOr(run.status === 'complete') });

const telemetryComplete: Check = ({ load, droppedLines }) => {
  const lostReasons = lostReasonsOf(load);
  const { linesLost } = load;
  const hasEnd = load.ends.length > 0;
  const isComplete = lostReasons.length === 0 && droppedLines === 0 && linesLost === 0 && hasEnd;
  return {
    check: 'telemetry',
    status: okOr(isComplete),
    lostReasons,
    unreadableLines: droppedLines,
    linesLost,
    hasEnd,
  };
};

const allAnswered: Check = ({ load }) => {
  const [sent, ended] = [load.total.requests, answeredOf(load.total)];
  return { check: 'answers', status: okOr(sent === ended), sent, ended };
};

const followsPlan: Check = ({ run, load }) => {
  const phasesOff = run.phases.flatMap((phase) => {
    const { arrivals, dropped } = load.byPhase.get(phase.name) ?? emptyCell();
    const { startSeconds, durationSeconds } = phase;
    const planned = sumOf(run.plannedPerSecond.slice(startSeconds, startSeconds + durationSeconds));
    return arrivals + dropped !== planned
      ? [{ phase: phase.name, arrivals: arrivals + dropped, planned }]
      : [];
  });
  const status = run.status === 'complete' ? okOr(phasesOff.length === 0) : 'unknown';
  return { check: 'plan', status, phasesOff };
};

const generatorKept: Check = ({ load, timeline }) => {
  const { dropped } = load.total;
  const late = lateArrivalsOf(load.total);
  const stalledMs = sumOf(load.stalls.map(({ fromMs, toMs }) => toMs - fromMs));
  const secondsAtFault = timeline.load.generatorAtFault.filter(Boolean).length;
  const isKept = dropped === 0 && late === 0 && stalledMs === 0 && secondsAtFault === 0;
  const cpuSeconds = load.gauges.at(-1)?.cpuSeconds ?? null;
  return {
    check: 'generator',
    status: okOr(isKept),
    dropped,
    late,
    lateMsLimit,
    stalledMs,
    secondsAtFault,
    cpuSeconds,
  };
};

const clusterSeen: Check = ({ run, timeline, cluster, droppedClusterLines }) => {
  const gaps = cluster.filter(({ kind }) => kind === 'gap').length;
  const unread = cluster.flatMap((line) =>
    line.kind === 'unknown' ? [{ resource: line.resource, reason: line.reason }] : [],
  );
  const facts = {
    check: 'cluster',
    gaps,
    unread,
    ...(droppedClusterLines > 0 && { unreadableLines: droppedClusterLines }),
  } as const;
  const isWhole = gaps === 0 && unread.length === 0 && droppedClusterLines === 0;
  if (timeline.cluster.known) return { ...facts, status: okOr(isWhole), unknownBecause: null };
  if (unread.length > 0) return { ...facts, status: 'unknown', unknownBecause: 'notRead' };
  const unknownBecause = run.config.cluster === null ? 'notConfigured' : 'noReplicaSeen';
  return { ...facts, status: 'unknown', unknownBecause };
};

/** How far apart, at least, two measured offsets of the clocks are: what their uncertainties leave. */
const clockMovedMs = (cluster: readonly ClusterLine[]): number => {
  const clocks = cluster.filter((line) => line.kind === 'clock');
  const highestLow = Math.max(...clocks.map(({ offsetMs, uncertaintyMs }) => offsetMs - uncertaintyMs));
  const lowestHigh = Math.min(...clocks.map(({ offsetMs, uncertaintyMs }) => offsetMs + uncertaintyMs));
  return highestLow - lowestHigh;
};

const clockKnown: Check = ({ timeline: { clock }, cluster }) => {
  if (clock === null) return { check: 'clock', status: 'unknown', offset: null };
  const isClose = Math.abs(clock.offsetMs) <= clockOffsetMsMax + clock.uncertaintyMs;
  const movedMs = clockMovedMs(cluster);
  const hasMoved = movedMs > clockOffsetMsMax;
  return { check: 'clock', status: okOr(isClose && !hasMoved), offset: clock, ...(hasMoved && { movedMs }) };
};

/**
 * A plain Service binds a connection to a replica for good: with fewer new connections than new replicas, some of
 * these got no load, and what was measured is not the service at that size.
 */
const newReplicasReached = ({ run, timeline: { load, cluster } }: HealthInput): Health[] => {
  const first = cluster.ready.find((ready) => ready !== null) ?? null;
  const riseSecond = cluster.ready.findIndex((ready) => first !== null && (ready ?? 0) > first);
  if (run.config.target.kind !== 'kubernetes' || first === null || riseSecond === -1) return [];
  const most = cluster.ready.reduce((max: number, ready) => Math.max(max, ready ?? 0), first);
  const facts = {
    replicasAdded: most - first,
    openedSince: sumOf(load.connections.slice(riseSecond)),
    requestsSince: sumOf(load.requests.slice(riseSecond)),
  };
  const isReached = facts.requestsSince === 0 || facts.openedSince >= facts.replicasAdded;
  return [{ check: 'connections', status: okOr(isReached), ...facts }];
};

/** Successes whose bodies tell of an error are counted as successes: an SLO that is met may then mean nothing. */
const bodiesTellOfErrors = ({ run }: HealthInput): Health[] => {
  const errors = (run.preflight ?? []).flatMap(({ endpoint, status, errorBody }) =>
    errorBody === undefined ? [] : [{ endpoint, status, body: errorBody }],
  );
  return errors.length === 0 ? [] : [{ check: 'bodies', status: 'warning', errors }];
};

const problems = ({ run }: HealthInput): Health[] =>
  run.problems.map((problem) => ({ check: 'problem', status: 'warning', problem }));

const checks = [
  runEnded,
  telemetryComplete,
  allAnswered,
  followsPlan,
  generatorKept,
  clusterSeen,
  clockKnown,
];

/** Whether the experiment itself can be trusted: what a reader must know before believing the numbers. */
export const healthOf = (input: HealthInput): Health[] => [
  ...checks.map((check) => check(input)),
  ...runnersHealth(input.load.runners, input.timeline.seconds),
  ...newReplicasReached(input),
  ...bodiesTellOfErrors(input),
  ...problems(input),
];
