import { apiVersionOf, type ResourcePath } from './resources.ts';
import { parseFieldSelector, parseLabelSelector, type Selector } from './selectors.ts';
import { badRequest, gone, notFound, type Status } from './status.ts';
import type { KubeObject, Store } from './store.ts';
import type { WatchRequest } from './watch.ts';

/** What a GET is answered with. */
export type ReadAnswer =
  | { readonly kind: 'object'; readonly body: unknown }
  | { readonly kind: 'failure'; readonly status: Status }
  | { readonly kind: 'watch'; readonly watch: WatchRequest };

type Matches = (object: KubeObject) => boolean;

const failure = (status: Status): ReadAnswer => ({ kind: 'failure', status });

/** The objects that a request is about; by name, the collection of one. */
const selectionOf = ({ resource, namespace, name }: ResourcePath, query: URLSearchParams): Selector => {
  const byLabel = parseLabelSelector(query.get('labelSelector'));
  const byField = parseFieldSelector(query.get('fieldSelector'), resource.selectableFields);
  if (byLabel.kind === 'fault') return byLabel;
  if (byField.kind === 'fault') return byField;
  const isHere: Matches = ({ metadata }) =>
    (namespace === undefined || metadata.namespace === namespace) &&
    (name === undefined || metadata.name === name);
  return {
    kind: 'selector',
    matches: (object) => isHere(object) && byLabel.matches(object) && byField.matches(object),
  };
};

/** Items of a list come without the kind that the list already names. */
const withoutKind = ({ apiVersion: _, kind: __, ...item }: KubeObject): unknown => item;

/** Always the newest state, which every version but an exact past one allows; pages are not made. */
const list = (store: Store, { resource }: ResourcePath, matches: Matches): ReadAnswer => ({
  kind: 'object',
  body: {
    kind: `${resource.kind}List`,
    apiVersion: apiVersionOf(resource),
    metadata: { resourceVersion: String(store.version()) },
    items: store.list(resource.name).filter(matches).map(withoutKind),
  },
});

const isExactlyPast = (query: URLSearchParams, store: Store): boolean =>
  query.get('resourceVersionMatch') === 'Exact' && Number(query.get('resourceVersion')) < store.version();

const watch = (
  store: Store,
  { resource }: ResourcePath,
  options: { readonly matches: Matches; readonly query: URLSearchParams },
): ReadAnswer => {
  const { matches, query } = options;
  const version = query.get('resourceVersion') ?? '';
  if (!/^\d*$/.test(version)) return failure(badRequest(`invalid resource version: ${version}`));
  const withInitialEvents = query.get('sendInitialEvents') === 'true';
  const fromNow = version === '' || version === '0' || withInitialEvents;
  const afterVersion = fromNow ? undefined : Number(version);
  const isGone = afterVersion !== undefined && store.changesAfter(afterVersion) === 'gone';
  if (isGone && store.goneAs() === 'status') return failure(gone(afterVersion, store.version()));
  return {
    kind: 'watch',
    watch: {
      store,
      resource,
      matches,
      afterVersion,
      withInitialEvents,
      withBookmarks: query.get('allowWatchBookmarks') === 'true',
      timeoutSeconds: Number(query.get('timeoutSeconds')) || undefined,
    },
  };
};

/** GET of one object, a list or a watch. */
export const read = (store: Store, path: ResourcePath, query: URLSearchParams): ReadAnswer => {
  const { resource, name } = path;
  const selection = selectionOf(path, query);
  if (selection.kind === 'fault') return failure(badRequest(selection.message));
  const { matches } = selection;
  if (['1', 'true'].includes(query.get('watch') ?? '')) return watch(store, path, { matches, query });
  if (name !== undefined) {
    const object = store.get(resource.name, name);
    return object && matches(object)
      ? { kind: 'object', body: object }
      : failure(notFound(resource.name, name));
  }
  if (isExactlyPast(query, store))
    return failure(gone(Number(query.get('resourceVersion')), store.version()));
  return list(store, path, matches);
};
