import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { deploymentLine, podLine } from './cluster.ts';
import { startSecond } from './run.ts';

/** Cut to whole seconds, as the Kubernetes API tells times. */
const whole = (ms: number): number => Math.floor(ms / 1000) * 1000;

const startMs = startSecond * 1000;
/** The first list of the watch, before the load. */
const firstLookMs = startMs - 4000;
const never = Number.POSITIVE_INFINITY;

type Pod = { readonly name: string; readonly createdMs: number; readonly readyMs: number; goneMs: number };

const podLinesOf = ({ name, createdMs, readyMs, goneMs }: Pod): ClusterLine[] => {
  const created = { name, createdAtMs: whole(createdMs), scheduledAtMs: whole(createdMs) };
  const up = { ...created, startedAtMs: whole((createdMs + readyMs) / 2), readyAtMs: whole(readyMs) };
  const isNew = createdMs >= startMs;
  const reachesReady = readyMs < goneMs;
  return [
    ...(isNew ? [podLine({ ...created, atMs: createdMs, ready: false })] : []),
    ...(reachesReady ? [podLine({ ...up, atMs: isNew ? readyMs : firstLookMs })] : []),
    ...(goneMs < never
      ? [podLine({ ...(reachesReady ? up : created), atMs: goneMs, ready: reachesReady, deleted: true })]
      : []),
  ];
};

export type FleetHistory = {
  /** Replicas that were ready before the load. */
  readonly initial: number;
  readonly scaleEvents: readonly { readonly atSecond: number; readonly from: number; readonly to: number }[];
  /** Start-up lags in order of the starts. */
  readonly lagsMs: readonly number[];
  readonly endMs: number;
};

/** What the cluster watch writes of a simulated fleet. Pending replicas leave first, then the newest. */
export const clusterLinesOf = ({ initial, scaleEvents, lagsMs, endMs }: FleetHistory): ClusterLine[] => {
  const pods = Array.from(
    { length: initial },
    (_, i): Pod => ({
      name: `old-${i}`,
      createdMs: startMs - 60_000,
      readyMs: startMs - 50_000,
      goneMs: never,
    }),
  );
  const deployments = [deploymentLine({ atMs: firstLookMs, desired: initial })];
  let starts = 0;
  for (const { atSecond, from, to } of scaleEvents) {
    // A watch hears of a decision a few milliseconds after it.
    const atMs = startMs + atSecond * 1000 + 7;
    deployments.push(deploymentLine({ atMs, desired: to }));
    for (let i = from; i < to; i++, starts++) {
      pods.push({ name: `new-${starts}`, createdMs: atMs, readyMs: atMs + lagsMs[starts]!, goneMs: never });
    }
    const newestFirst = pods.filter(({ goneMs }) => goneMs === never).reverse();
    const isPending = ({ readyMs }: Pod): boolean => readyMs > atMs;
    const leaving = [...newestFirst.filter(isPending), ...newestFirst.filter((pod) => !isPending(pod))];
    for (const pod of leaving.slice(0, Math.max(0, from - to))) pod.goneMs = atMs;
  }
  return [...deployments, ...pods.flatMap(podLinesOf)]
    .filter((line) => 'atMs' in line && line.atMs <= endMs)
    .sort((a, b) => ('atMs' in a ? a.atMs : 0) - ('atMs' in b ? b.atMs : 0));
};
