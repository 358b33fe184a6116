import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { Health } from '../../runs/schema/result.ts';
import type { Run } from '../../runs/schema/run.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import { answeredOf, emptyCell, type FoldedLoad } from '../timeline/fold-load.ts';
import { plannedArrivalsOf } from '../timeline/planned-rate.ts';

export type HealthInput = {
  readonly run: Run;
  readonly load: FoldedLoad;
  readonly timeline: Timeline;
  readonly cluster: readonly ClusterLine[];
  /** Lines of the series files that could not be read. */
  readonly droppedLines: number;
};

const health = (check: string, status: Health['status'], detail: string): Health => ({
  check,
  status,
  detail,
});

/** k6's scheduler is good to this many arrivals per phase. */
const planTolerance = 2;

const runEnded = ({ run }: HealthInput): Health => {
  if (run.status === 'complete') return health('run', 'ok', 'the load ran to its planned end');
  return health(
    'run',
    'warning',
    `${run.status}: ${run.stopped?.reason ?? 'the load ended before its plan'}`,
  );
};

const telemetryComplete = ({ load, droppedLines }: HealthInput): Health => {
  const lost = load.lost.map(({ reason }) => reason);
  if (droppedLines > 0)
    lost.push(`${droppedLines} unreadable line${droppedLines === 1 ? '' : 's'} at the end of a series file`);
  return lost.length === 0
    ? health('telemetry', 'ok', 'every window of k6 arrived, one after the other')
    : health(
        'telemetry',
        'warning',
        `data was lost: ${[...new Set(lost)].join('; ')}. Counts are a lower bound`,
      );
};

const allAnswered = ({ load }: HealthInput): Health => {
  const answered = answeredOf(load.total);
  const missing = load.total.arrivals - answered;
  return missing === 0
    ? health('answers', 'ok', `${answered} requests sent, ${answered} ended`)
    : health(
        'answers',
        'warning',
        `${load.total.arrivals} requests sent, ${answered} ended: ${missing} have no known end`,
      );
};

const followsPlan = ({ run, load }: HealthInput): Health => {
  if (run.status !== 'complete') return health('plan', 'unknown', 'the load ended early');
  const off = run.phases.flatMap((phase) => {
    const { arrivals, dropped } = load.byPhase.get(phase.name) ?? emptyCell();
    const planned = plannedArrivalsOf(phase);
    return Math.abs(arrivals + dropped - planned) <= planTolerance
      ? []
      : [`${phase.name} ${arrivals + dropped} of ${planned}`];
  });
  return off.length === 0
    ? health('plan', 'ok', `arrivals follow the plan within ${planTolerance} per phase`)
    : health('plan', 'warning', `arrivals differ from the plan: ${off.join(', ')}`);
};

const nothingDropped = ({ load }: HealthInput): Health =>
  load.total.dropped === 0
    ? health('generator', 'ok', 'no planned arrival was dropped')
    : health(
        'generator',
        'warning',
        `${load.total.dropped} planned arrivals were not sent: no virtual user was free. The service saw less than the plan`,
      );

const clusterSeen = ({ run, timeline, cluster }: HealthInput): Health => {
  if (!timeline.cluster.known) {
    const reasons = cluster.flatMap((line) =>
      line.kind === 'unknown' ? [`${line.resource}: ${line.reason}`] : [],
    );
    const reason =
      reasons[0] ?? (run.config.cluster === null ? 'no `cluster` in the config' : 'no replica was seen');
    return health('cluster', 'unknown', `replicas are unknown: ${reason}`);
  }
  const gaps = cluster.filter((line) => line.kind === 'gap');
  const unknown = cluster.flatMap((line) => (line.kind === 'unknown' ? [line.resource] : []));
  if (gaps.length > 0)
    return health(
      'cluster',
      'warning',
      `the watch had ${gaps.length} gaps: steps inside them may be missing`,
    );
  return unknown.length === 0
    ? health('cluster', 'ok', 'every change of the replicas was seen')
    : health('cluster', 'warning', `could not be read: ${[...new Set(unknown)].join(', ')}`);
};

const clockKnown = ({ timeline }: HealthInput): Health => {
  if (timeline.clock === null)
    return health('clock', 'unknown', 'the offset of the cluster clock was not measured');
  const { offsetMs, uncertaintyMs } = timeline.clock;
  const text = `the cluster clock is ${offsetMs.toFixed(0)} ± ${uncertaintyMs.toFixed(0)} ms from this machine's`;
  return health('clock', Math.abs(offsetMs) > 1000 + uncertaintyMs ? 'warning' : 'ok', text);
};

const problems = ({ run }: HealthInput): Health[] =>
  run.problems.map(({ code, message }) => health(code, 'warning', message));

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
