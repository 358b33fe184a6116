import type { Random } from '../../planner/stats/random.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { Cluster } from '../connect/open.ts';
import { servedGroups } from '../discovery.ts';
import type { RawObject } from '../lines/raw.ts';
import { type Resource, resourcesOf, scalersOf } from '../resources.ts';
import { followClock } from './clock.ts';
import type { Sight } from './contact.ts';
import { type FollowOptions, follow } from './follow.ts';
import { createOwners } from './owners.ts';
import { defaultLimits, type WatchLimits } from './resume.ts';
import { createScope, type Scope } from './scope.ts';
import { createWrittenObjects, type Entry } from './written-objects.ts';

/** Who is told of the lines, and what makes time and chance testable. */
export type WatchOptions = {
  /** Called with one line for each object at the start and for each change from then on, as they are seen. */
  readonly onLine: (line: ClusterLine) => void;
  /** Told at once when a resource can't be seen any more, and when it can. */
  readonly onSight?: ((sight: Sight) => void) | undefined;
  /** Ends the watching. */
  readonly signal: AbortSignal;
  /** The tool's clock, ms since the epoch. */
  readonly now: () => number;
  /** Jitter of the waits between tries. */
  readonly random?: Random;
  readonly limits?: Partial<WatchLimits>;
  /** Objects that belong to the service whatever their labels, as `Kind/name`. */
  readonly belongs?: readonly string[];
};

type Watching = {
  /** Settles after the signal, when no line can follow any more. Rejects with what `onLine` threw. */
  readonly done: Promise<void>;
};

/**
 * Watches what tells how a service scales: its Deployments, ReplicaSets and Pods, whatever else the pods belong to, the
 * events and autoscalers about them, the nodes, and the offset of the cluster's clock. Resolves when the state at the start is written and every
 * watch is open, or reported as `unknown` where it can't be read: a missing piece never stops the rest.
 */
export const watchCluster = async (cluster: Cluster, options: WatchOptions): Promise<Watching> => {
  if (cluster.access.kind === 'none') {
    const { what } = cluster.access.problem;
    options.onLine({ kind: 'unknown', atMs: options.now(), resource: 'cluster', reason: what });
    return { done: Promise.resolve() };
  }
  const running = createRunning();
  const shared: Shared = {
    client: cluster.access.connection,
    onLine: options.onLine,
    onSight: options.onSight,
    signal: AbortSignal.any([options.signal, running.faulty]),
    now: options.now,
    random: options.random ?? Math.random,
    limits: { ...defaultLimits, ...options.limits },
    scope: createScope(),
    add: running.add,
  };
  for (const key of options.belongs ?? []) shared.scope.add(key);
  running.add(followClock(shared));
  const begun = startAll(cluster, shared, running.fault);
  const done = running.done();
  // A caller may look at it only after the load; until then a fault must not end the process.
  done.catch(() => undefined);
  await Promise.race([begun, done]);
  return { done };
};

/** What runs until the signal, more of it as owners are found. The first fault ends all of it. */
const createRunning = () => {
  const runs = new Set<Promise<void>>();
  const faults: unknown[] = [];
  const faulty = new AbortController();
  const fault = (thrown: unknown): void => {
    faults.push(thrown);
    faulty.abort();
  };
  return {
    faulty: faulty.signal,
    fault,
    add: (run: Promise<void>): void => {
      const guarded = run.catch(fault).finally(() => runs.delete(guarded));
      runs.add(guarded);
    },
    done: async (): Promise<void> => {
      while (runs.size > 0) await Promise.all(runs);
      if (faults.length > 0) throw faults[0];
    },
  };
};

/** Starts every watch; settles when each is open or given up for now, those of the pods' owners included. */
const startAll = async (
  { namespace, selector }: Cluster,
  shared: Shared,
  onFault: (thrown: unknown) => void,
): Promise<void> => {
  const { client, signal, scope, limits } = shared;
  const { requestMs } = limits;
  const asking = { client, signal, requestMs };
  const labelled = Promise.withResolvers<void>();
  const owners = createOwners({
    ...asking,
    namespace,
    scope,
    labelled: labelled.promise,
    followOwner: (resource) => startFollowing(resource, shared),
    onFault,
  });
  const firsts = resourcesOf({ namespace, selector }).map((resource) =>
    startFollowing(resource, shared, resource.selector === null ? undefined : owners.see),
  );
  const groups = await servedGroups(asking);
  const scalers = scalersOf(namespace, groups ?? new Set()).map((resource) =>
    startFollowing(resource, shared),
  );
  await Promise.all([...firsts, ...scalers]);
  labelled.resolve();
  await owners.settled();
};

type Shared = Pick<
  FollowOptions,
  'client' | 'onLine' | 'onSight' | 'signal' | 'now' | 'random' | 'limits'
> & {
  readonly scope: Scope;
  /** Takes what runs until the signal. */
  readonly add: (run: Promise<void>) => void;
};

/**
 * Settles when the watch is open or given up for now.
 *
 * @param show is shown every object as the API has it
 */
const startFollowing = (
  resource: Resource,
  shared: Shared,
  show: (raw: RawObject, resource: string) => void = () => undefined,
): Promise<void> => {
  const { promise: first, resolve: onFirst } = Promise.withResolvers<void>();
  const written = createWrittenObjects({
    ...resource,
    now: shared.now,
    write: (entry) => publish(entry, shared),
  });
  const see = (raw: RawObject): void => show(raw, resource.name);
  const seen = {
    ...written,
    put: (raw: RawObject) => {
      see(raw);
      written.put(raw);
    },
    replace: (all: readonly RawObject[]) => {
      all.forEach(see);
      written.replace(all);
    },
  };
  shared.add(follow({ ...shared, resource, sink: seen, onFirst }));
  return first;
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
