import { createListeners } from '../listeners.ts';

/** An object as the API sends it. */
export type KubeObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly creationTimestamp: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
};

/** `previous` and `object` are the states before and after; of a deleted object `object` is the last one. */
export type StoreChange = {
  readonly version: number;
  readonly resource: string;
  readonly previous: KubeObject | null;
  readonly object: KubeObject;
  readonly deleted: boolean;
};

/** How the API says that a version is compacted: in the stream as the real one does, or as the HTTP status. */
export type GoneAs = 'frame' | 'status';

/** The objects of the API, with a history of their changes for watches. */
export type Store = {
  readonly version: () => number;
  /** Adds or replaces; a state that is already there makes no change. */
  readonly put: (resource: string, object: KubeObject) => void;
  readonly remove: (resource: string, name: string) => void;
  readonly get: (resource: string, name: string) => KubeObject | undefined;
  readonly list: (resource: string) => readonly KubeObject[];
  /** Changes after a version, oldest first; `gone` if the history does not reach back so far. */
  readonly changesAfter: (version: number) => readonly StoreChange[] | 'gone';
  readonly onChange: (listener: (change: StoreChange) => void) => () => void;
  /** Drops the history; whoever watches is told. */
  readonly compact: (goneAs?: GoneAs) => void;
  readonly onCompact: (listener: () => void) => () => void;
  readonly goneAs: () => GoneAs;
};

/** Changes kept for those who resume a watch: minutes of a busy sandbox. */
const historyMax = 10_000;

const isSame = (a: KubeObject, b: KubeObject): boolean => JSON.stringify(a) === JSON.stringify(b);

const versioned = (object: KubeObject, version: number): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, resourceVersion: String(version) },
});

/**
 * Objects with versions: what etcd and the watch cache are to a real API server. Names are unique in a resource,
 * as the sandbox has one namespace. Versions begin at the time of the start in microseconds, faster than they can
 * grow, so that a client which remembers one of an earlier sandbox is told that it is gone.
 */
export const createStore = (historyLimit = historyMax): Store => {
  const objects = new Map<string, Map<string, { readonly plain: KubeObject; readonly object: KubeObject }>>();
  const changes = createListeners<StoreChange>();
  const compactions = createListeners<void>();
  let history: StoreChange[] = [];
  let version = Date.now() * 1000;
  let compactedVersion = version;
  let goneAs: GoneAs = 'frame';

  const objectsOf = (resource: string) => {
    const known = objects.get(resource) ?? new Map();
    objects.set(resource, known);
    return known;
  };

  const record = (change: StoreChange): void => {
    history.push(change);
    if (history.length > historyLimit) compactedVersion = history.shift()?.version ?? version;
    changes.tell(change);
  };

  return {
    version: () => version,
    put: (resource, plain) => {
      const known = objectsOf(resource);
      const before = known.get(plain.metadata.name);
      if (before && isSame(before.plain, plain)) return;
      version += 1;
      const object = versioned(plain, version);
      known.set(plain.metadata.name, { plain, object });
      record({ version, resource, previous: before?.object ?? null, object, deleted: false });
    },
    remove: (resource, name) => {
      const known = objectsOf(resource);
      const before = known.get(name);
      if (!before) return;
      version += 1;
      known.delete(name);
      const object = versioned(before.plain, version);
      record({ version, resource, previous: before.object, object, deleted: true });
    },
    get: (resource, name) => objectsOf(resource).get(name)?.object,
    list: (resource) => [...objectsOf(resource).values()].map(({ object }) => object),
    changesAfter: (after) =>
      after < compactedVersion ? 'gone' : history.filter((change) => change.version > after),
    onChange: changes.add,
    compact: (as = 'frame') => {
      goneAs = as;
      history = [];
      compactedVersion = version;
      compactions.tell();
    },
    onCompact: compactions.add,
    goneAs: () => goneAs,
  };
};
