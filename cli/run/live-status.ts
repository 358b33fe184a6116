import type { Sight } from '../../cluster/follow/contact.ts';
import { quantileOf } from '../../planner/stats/sketch.ts';
import { type ReplicaCounts, replicasBySecond } from '../../planner/timeline/cluster-grid.ts';
import { foldLoad, latencyOf } from '../../planner/timeline/fold-load.ts';
import { plannedArrivalsUntil, plannedSecondsOf } from '../../planner/timeline/planned-rate.ts';
import { wantedIn, wantingResources } from '../../planner/timeline/wanted.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { Phase } from '../../runs/schema/load/load.ts';
import type { LoadLine } from '../../runs/schema/load-series.ts';
import { isOk } from '../../runs/schema/outcome.ts';
import type { LiveStatus } from '../output/live-lines.ts';

/** A watch that ends in good order is open again sooner. */
const outOfSightMs = 2_000;

type Lost = NonNullable<Sight['lost']>;

/**
 * The latest line of each replica and of what can't be read now: all that the live line needs of the cluster; bounded
 * by the number of objects.
 */
export const createLiveCluster = () => {
  const latest = new Map<string, ClusterLine>();
  const unseen = new Map<string, Lost>();
  const seeAgain = (resource: string): void => {
    latest.delete(`unknown/${resource}`);
  };
  return {
    add: (line: ClusterLine): void => {
      if (line.kind === 'unknown') latest.set(`unknown/${line.resource}`, line);
      if (line.kind === 'gap') seeAgain(line.resource);
      const resource = line.kind === 'pod' ? 'pods' : wantedIn([line])[0]?.resource;
      if (resource === undefined || !('deleted' in line)) return;
      seeAgain(resource);
      if (line.deleted) latest.delete(`${line.kind}/${line.name}`);
      else latest.set(`${line.kind}/${line.name}`, line);
    },
    see: ({ resource, lost }: Sight): void => {
      if (lost === null) unseen.delete(resource);
      else unseen.set(resource, lost);
    },
    /** Since when the replicas are out of sight, and why: what was seen last may be old. null: they are seen. */
    lost: (nowMs: number): Lost | null => {
      const needed = new Set<string>(wantingResources(wantedIn([...latest.values()]))).add('pods');
      const long = [...unseen].filter(
        ([resource, { sinceMs }]) => needed.has(resource) && nowMs - sinceMs > outOfSightMs,
      );
      return long.map(([, lost]) => lost).sort((a, b) => a.sinceMs - b.sinceMs)[0] ?? null;
    },
    replicas: (): ReplicaCounts => {
      const isUnknown = ({ kind }: ClusterLine): boolean => kind === 'unknown';
      const lines = [...latest.values()].sort((a, b) => Number(isUnknown(a)) - Number(isUnknown(b)));
      const [counts] = replicasBySecond(
        lines.map((line) => ({ ...line, atMs: 0 })),
        0,
        1,
      );
      return counts ?? { desired: null, ready: null, pending: null };
    },
  };
};

/** Seconds that one line of figures is of. */
const windowSeconds = 1;

type LiveInput = {
  readonly phases: readonly Phase[];
  /** Whether arrivals run a script. */
  readonly isScript: boolean;
  readonly startedAtMs: number;
  readonly nowMs: number;
  readonly lines: readonly LoadLine[];
  /** null: they are not watched. */
  readonly replicas: (Pick<ReplicaCounts, 'ready' | 'desired'> & { readonly lost: Lost | null }) | null;
};

/** What happened in the last telemetry window, about one second. */
export const liveStatusOf = (input: LiveInput): LiveStatus => {
  const { phases, isScript, startedAtMs, nowMs, lines, replicas } = input;
  const elapsedSeconds = (nowMs - startedAtMs) / 1000;
  const lost = replicas?.lost ?? null;
  const { total } = foldLoad(lines);
  // The figures are of the second that has ended: so is the phase that stands beside them.
  const phase = phases.findLast(({ startSeconds }) => startSeconds <= elapsedSeconds - windowSeconds / 2);
  const errors = Object.entries(total.outcomes).filter(([outcome, n]) => !isOk(outcome) && n > 0);
  return {
    elapsedSeconds,
    totalSeconds: plannedSecondsOf(phases),
    phase: phase?.name ?? phases[0]?.name ?? 'starting',
    phases: phases.map(({ name, startSeconds, durationSeconds }) => ({
      name,
      endSeconds: startSeconds + durationSeconds,
    })),
    offeredRatePerSecond:
      plannedArrivalsUntil(phases, elapsedSeconds) -
      plannedArrivalsUntil(phases, elapsedSeconds - windowSeconds),
    achievedRatePerSecond: total.arrivals,
    scriptRequests: isScript ? total.requests : null,
    retries: total.retries,
    p95Ms: quantileOf(latencyOf(total, isOk), 0.95) ?? null,
    errors: Object.fromEntries(errors),
    isWatched: replicas !== null,
    ready: replicas?.ready ?? null,
    desired: replicas?.desired ?? null,
    lost: lost && {
      // A contact that was lost before the load began is told from its begin.
      sinceSeconds: Math.max(0, (lost.sinceMs - startedAtMs) / 1000),
      reason: lost.reason,
    },
  };
};
