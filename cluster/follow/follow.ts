import type { Random } from '../../planner/stats/random.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { watchEndText } from '../connect/connection-faults.ts';
import type { KubeClient, WatchEnd } from '../connect/kube-client.ts';
import { listAll } from '../list.ts';
import { pause } from '../pause.ts';
import { matchOf, pathOf, type Resource } from '../resources.ts';
import { type Contact, createContact, type Sight } from './contact.ts';
import { backoffMs, nextStep, type WatchLimits } from './resume.ts';
import type { ObjectSink } from './written-objects.ts';

/** What is followed, and who is told of it. */
export type FollowOptions = {
  readonly client: KubeClient;
  readonly resource: Resource;
  readonly sink: ObjectSink;
  readonly onLine: (line: ClusterLine) => void;
  /** Told at once when it can't be seen any more, and when it can. */
  readonly onSight?: ((sight: Sight) => void) | undefined;
  /** Called when the state at the start is written and its changes are on their way, or it is reported as unknown. */
  readonly onFirst: () => void;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly random: Random;
  readonly limits: WatchLimits;
};

type Position = {
  /** Of the last frame: where a watch goes on. null: the list must be read. */
  version: string | null;
  /** The list has been read before. */
  begun: boolean;
  /** A watch has been open. */
  established: boolean;
  /** Ends in a row without progress. */
  failures: number;
  serverErrors: number;
};

/**
 * Lists a resource and watches it from there until the signal aborts, through every way in which a watch can end
 * (Kubernetes documentation, API concepts, "Efficient detection of changes"). A watch is resumed at the version
 * of the last frame, so a change is neither lost nor seen twice; only when the server no longer holds that
 * version is the list read again, its differences written and the time between reported as a `gap`. Ends early,
 * with an `unknown` line, where the resource can't be read at all.
 */
export const follow = async (options: FollowOptions): Promise<void> => {
  const { resource, signal, limits } = options;
  const contact = createContact({
    resource: resource.name,
    unknownAfterMs: limits.unknownAfterMs,
    onLine: (line) => {
      options.onLine(line);
      if (line.kind === 'unknown') options.onFirst();
    },
    onSight: options.onSight,
    now: options.now,
  });
  const position: Position = {
    version: null,
    begun: false,
    established: false,
    failures: 0,
    serverErrors: 0,
  };
  while (!signal.aborted) {
    const end =
      position.version === null
        ? await readList(position, options, contact)
        : await readWatch(position, options, contact);
    if (end === null || signal.aborted) continue;
    contact.lost(watchEndText(end, resource.name), end.kind === 'idle');
    const step = nextStep(end, { ...position, sinceContactMs: contact.silentForMs() }, limits);
    if (step === 'stop') {
      if (resource.optional && end.kind === 'refused' && end.status === 404) options.onFirst();
      else contact.gaveUp(watchEndText(end, resource.name));
      return;
    }
    if (step === 'relist') position.version = null;
    if (position.failures > 0) await pause(backoffMs(position.failures, limits, options.random), signal);
  }
  contact.finish();
};

const countFailure = (position: Position, end: WatchEnd) => {
  position.failures += 1;
  position.serverErrors = end.kind === 'refused' && end.status >= 500 ? position.serverErrors + 1 : 0;
};

/** Null when the list was read. */
const readList = async (
  position: Position,
  options: FollowOptions,
  contact: Contact,
): Promise<WatchEnd | null> => {
  const listed = await listAll({ ...options, requestMs: options.limits.requestMs });
  if (listed.kind !== 'listed') {
    countFailure(position, listed);
    return listed;
  }
  if (options.signal.aborted) return null;
  contact.listed(position.begun);
  options.sink.replace(listed.items);
  position.version = listed.version;
  position.begun = true;
  return null;
};

const readWatch = async (position: Position, options: FollowOptions, contact: Contact): Promise<WatchEnd> => {
  const { client, resource, sink, now, limits } = options;
  let openedAtMs = Number.POSITIVE_INFINITY;
  let frames = 0;
  const end = await client.watch({
    path: pathOf(resource),
    query: {
      resourceVersion: position.version ?? '',
      allowWatchBookmarks: 'true',
      timeoutSeconds: String(limits.watchSeconds),
      ...matchOf(resource),
    },
    signal: options.signal,
    onOpen: () => {
      openedAtMs = now();
      position.established = true;
      contact.opened();
      options.onFirst();
    },
    onFrame: ({ type, object }) => {
      frames += 1;
      contact.heard();
      if (type === 'DELETED') sink.remove(object);
      else if (type !== 'BOOKMARK') sink.put(object);
      position.version = object.metadata?.resourceVersion ?? position.version;
    },
  });
  if (frames > 0 || now() - openedAtMs >= limits.healthyMs)
    [position.failures, position.serverErrors] = [0, 0];
  else countFailure(position, end);
  return end;
};
