import type { Random } from '../../planner/stats/random.ts';
import type { ClusterLine, PodLine } from '../../runs/schema/cluster-series.ts';
import type { TrueRun } from './truth.ts';

export type WatchOptions = {
  readonly run: Pick<TrueRun, 'initialReplicas' | 'scaleEvents' | 'lagsMs'>;
  readonly startMs: number;
  readonly endMs: number;
  /** Changes that the watch never hears of. */
  readonly lostShare: number;
  readonly random: Random;
};

const lateMsMax = 1000;
const firstLookMs = -4000;
const never = Number.POSITIVE_INFINITY;

/** Cut to whole seconds, as the Kubernetes API tells times. */
const whole = (ms: number): number => Math.floor(ms / 1000) * 1000;

type Pod = { readonly name: string; readonly createdMs: number; readonly readyMs: number; goneMs: number };

/** Pending pods leave first, then the newest: what the engine does but for which of the ready ones are idle. */
const removeFrom = (pods: readonly Pod[], count: number, atMs: number): void => {
  const newestFirst = pods.filter(({ goneMs }) => goneMs === never).reverse();
  const isPending = ({ readyMs }: Pod): boolean => readyMs > atMs;
  const leaving = [...newestFirst.filter(isPending), ...newestFirst.filter((pod) => !isPending(pod))];
  for (const pod of leaving.slice(0, count)) pod.goneMs = atMs;
};

const podsOf = ({ run, startMs }: WatchOptions): Pod[] => {
  const before = { createdMs: startMs - 60_000, readyMs: startMs - 50_000, goneMs: never };
  const pods = Array.from({ length: run.initialReplicas }, (_, i): Pod => ({ name: `old-${i}`, ...before }));
  let starts = 0;
  for (const { atSecond, from, to } of run.scaleEvents) {
    const createdMs = startMs + atSecond * 1000;
    for (let i = from; i < to; i++, starts++) {
      pods.push({
        name: `new-${starts}`,
        createdMs,
        readyMs: createdMs + run.lagsMs[starts]!,
        goneMs: never,
      });
    }
    removeFrom(pods, Math.max(0, from - to), createdMs);
  }
  return pods;
};

const podLine = (pod: Pod, atMs: number, ready: boolean, deleted = false): PodLine => ({
  kind: 'pod',
  atMs,
  name: pod.name,
  phase: ready ? 'Running' : 'Pending',
  ready,
  terminating: deleted,
  deleted,
  node: 'node-1',
  createdAtMs: whole(pod.createdMs),
  scheduledAtMs: whole(pod.createdMs),
  initializedAtMs: null,
  startedAtMs: ready ? whole((pod.createdMs + pod.readyMs) / 2) : null,
  readyAtMs: ready ? whole(pod.readyMs) : null,
  restarts: 0,
  waitingReason: null,
  lastTerminatedReason: null,
  unschedulableMessage: null,
});

const deploymentLine = (atMs: number, desired: number): ClusterLine => ({
  kind: 'deployment',
  atMs,
  name: 'truth',
  desired,
  current: desired,
  ready: desired,
  available: desired,
  deleted: false,
});

const linesOfPod = (pod: Pod, { startMs }: WatchOptions): PodLine[] => {
  const isNew = pod.createdMs >= startMs;
  const reachesReady = pod.readyMs < pod.goneMs;
  return [
    ...(isNew ? [podLine(pod, pod.createdMs, false)] : []),
    ...(reachesReady ? [podLine(pod, isNew ? pod.readyMs : startMs + firstLookMs, true)] : []),
    ...(pod.goneMs < never ? [podLine(pod, pod.goneMs, reachesReady, true)] : []),
  ];
};

/** Up to a second late, told in whole seconds, some never; the first look before the load is exact. */
const seenLate = (
  lines: readonly ClusterLine[],
  { startMs, lostShare, random }: WatchOptions,
): ClusterLine[] =>
  lines.flatMap((line) => {
    if (!('atMs' in line) || line.atMs < startMs) return [line];
    const atMs = whole(line.atMs + random() * lateMsMax);
    return random() < lostShare ? [] : [{ ...line, atMs }];
  });

const atMsOf = (line: ClusterLine): number => ('atMs' in line ? line.atMs : 0);

/** The cluster series that a watch would have written: late, in whole seconds, with holes. */
export const clusterOf = (options: WatchOptions): ClusterLine[] => {
  const { run, startMs, endMs } = options;
  const deployments = [
    deploymentLine(startMs + firstLookMs, run.initialReplicas),
    ...run.scaleEvents.map(({ atSecond, to }) => deploymentLine(startMs + atSecond * 1000, to)),
  ];
  const pods = podsOf(options).flatMap((pod) => linesOfPod(pod, options));
  return seenLate([...deployments, ...pods], options)
    .filter((line) => atMsOf(line) <= endMs)
    .sort((a, b) => atMsOf(a) - atMsOf(b));
};
