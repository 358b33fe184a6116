import type { ServerResponse } from 'node:http';
import { apiVersionOf, type ResourceKind } from './resources.ts';
import { gone } from './status.ts';
import type { KubeObject, Store, StoreChange } from './store.ts';

/** What a watch asks for. */
export type WatchRequest = {
  readonly store: Store;
  readonly resource: ResourceKind;
  readonly matches: (object: KubeObject) => boolean;
  /** Version after which to begin; undefined: with the objects that are there now. */
  readonly afterVersion: number | undefined;
  readonly withBookmarks: boolean;
  /** Mark the end of the objects that are there now (WatchList). */
  readonly withInitialEvents: boolean;
  readonly timeoutSeconds: number | undefined;
};

/** Of the real API server: a bookmark about every minute, the end of a watch after half an hour or more. */
const bookmarkEveryMs = 60_000;
const longestSeconds = 1800;

/** A client that reads too slowly loses its watch, like in a real cluster. */
const unsentBytesMax = 16_000_000;

/** A change as one who selects sees it: an object that begins to match appears, one that ceases to disappears. */
const frameTypeOf = (
  { previous, object, deleted }: StoreChange,
  matches: WatchRequest['matches'],
): 'ADDED' | 'MODIFIED' | 'DELETED' | undefined => {
  const was = previous !== null && matches(previous);
  const is = !deleted && matches(object);
  if (was) return is ? 'MODIFIED' : 'DELETED';
  return is ? 'ADDED' : undefined;
};

/**
 * Streams changes as frames, one JSON object a line, until the client leaves, the time is up, or the history is
 * compacted. Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export const serveWatch = (request: WatchRequest, response: ServerResponse): void => {
  const { store, resource, matches, afterVersion, withBookmarks } = request;

  const send = (type: string, object: unknown): void => {
    response.write(`${JSON.stringify({ type, object })}\n`);
    if (response.writableLength > unsentBytesMax) response.destroy();
  };

  const sendChange = (change: StoreChange): void => {
    const type = change.resource === resource.name ? frameTypeOf(change, matches) : undefined;
    if (type) send(type, change.object);
  };

  const sendBookmark = (annotations?: Record<string, string>): void => {
    const metadata = { resourceVersion: String(store.version()), creationTimestamp: null };
    send('BOOKMARK', {
      kind: resource.kind,
      apiVersion: apiVersionOf(resource),
      metadata: { ...metadata, ...(annotations && { annotations }) },
    });
  };

  const stops: (() => void)[] = [];
  const stop = (): void => {
    for (const one of stops.splice(0)) one();
  };
  const end = (): void => {
    stop();
    response.end();
  };
  const endAsGone = (version: number): void => {
    send('ERROR', gone(version, store.version()));
    end();
  };

  const follow = (): void => {
    const timeoutMs = Math.min(longestSeconds, request.timeoutSeconds ?? longestSeconds) * 1000;
    const bookmarks = setInterval(() => withBookmarks && sendBookmark(), bookmarkEveryMs);
    const timeout = setTimeout(() => {
      if (withBookmarks) sendBookmark();
      end();
    }, timeoutMs);
    stops.push(
      store.onChange(sendChange),
      store.onCompact(() => endAsGone(store.version())),
      () => clearInterval(bookmarks),
      () => clearTimeout(timeout),
    );
    response.once('close', stop);
  };

  /** Whether the history reaches back far enough. */
  const catchUp = (): boolean => {
    if (afterVersion === undefined) {
      for (const object of store.list(resource.name).filter(matches)) send('ADDED', object);
      if (request.withInitialEvents) sendBookmark({ 'k8s.io/initial-events-end': 'true' });
      return true;
    }
    const missed = store.changesAfter(afterVersion);
    if (missed === 'gone') return false;
    for (const change of missed) sendChange(change);
    return true;
  };

  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  response.flushHeaders();
  if (catchUp()) follow();
  else endAsGone(afterVersion ?? 0);
};
