import type { Random } from '../planner/stats/random.ts';
import type { ClusterLine } from '../runs/schema/cluster-series.ts';
import { followClock } from './clock.ts';
import { type FollowOptions, follow } from './follow.ts';
import { createLedger, type Entry } from './ledger.ts';
import type { Cluster } from './open.ts';
import { type Resource, resourcesOf } from './resources.ts';
import { defaultLimits, type WatchLimits } from './resume.ts';
import { createScope, type Scope } from './scope.ts';

/** Who is told of the lines, and what makes time and chance testable. */
export type WatchOptions = {
  /** Called with one line for each object at the start and for each change from then on, as they are seen. */
  readonly onLine: (line: ClusterLine) => void;
  /** Ends the watching. */
  readonly signal: AbortSignal;
  /** The tool's clock, ms since the epoch. */
  readonly now: () => number;
  /** Jitter of the waits between tries. */
  readonly random?: Random;
  readonly limits?: Partial<WatchLimits>;
};

type Watching = {
  /** Settles after the signal, when no line can follow any more. Rejects with what `onLine` threw. */
  readonly done: Promise<void>;
};

/**
 * Watches what tells how a service scales: its Deployments, ReplicaSets and Pods, the events and autoscalers about
 * them, the nodes, and the offset of the cluster's clock. Resolves when the state at the start is written and every
 * watch is open, or reported as `unknown` where it can't be read: a missing piece never stops the rest.
 */
export const watchCluster = async (cluster: Cluster, options: WatchOptions): Promise<Watching> => {
  if (cluster.access.kind === 'none') {
    const { what } = cluster.access.problem;
    options.onLine({ kind: 'unknown', atMs: options.now(), resource: 'cluster', reason: what });
    return { done: Promise.resolve() };
  }
  const fault = new AbortController();
  const shared: Shared = {
    client: cluster.access.connection,
    onLine: options.onLine,
    signal: AbortSignal.any([options.signal, fault.signal]),
    now: options.now,
    random: options.random ?? Math.random,
    limits: { ...defaultLimits, ...options.limits },
    scope: createScope(),
  };
  const stopAll = (thrown: unknown) => {
    fault.abort();
    throw thrown;
  };
  const followed = resourcesOf(cluster).map((resource) => startFollowing(resource, shared));
  const runs = [followClock(shared), ...followed.map((one) => one.done)].map((run) => run.catch(stopAll));
  const done = Promise.all(runs).then(() => undefined);
  // A caller may look at it only after the load; until then a fault must not end the process.
  done.catch(() => undefined);
  await Promise.race([Promise.all(followed.map(({ first }) => first)), done]);
  return { done };
};

type Shared = Pick<FollowOptions, 'client' | 'onLine' | 'signal' | 'now' | 'random' | 'limits'> & {
  readonly scope: Scope;
};

/** `first` settles when the watch is open or given up for now, `done` when no line can follow. */
const startFollowing = (
  resource: Resource,
  shared: Shared,
): { readonly first: Promise<void>; readonly done: Promise<void> } => {
  const { promise: first, resolve: onFirst } = Promise.withResolvers<void>();
  const ledger = createLedger({ ...resource, now: shared.now, write: (entry) => publish(entry, shared) });
  return { first, done: follow({ ...shared, resource, ledger, onFirst }) };
};

/** Writes a line if its object is, or turns out to be, part of the service. */
const publish = ({ line, subject, key }: Entry, { scope, onLine }: Shared) => {
  const write = () => {
    onLine(line);
    if (key !== null) scope.add(key);
  };
  if (subject === null) write();
  else scope.when(subject, write);
};
