/**
 * Connections that clients keep open. Each leads to the replica that it was opened to, and carries one request at a time
 * (HTTP/1.1). It is closed when its replica leaves, when a request on it times out, or at its maximum age. A client
 * takes the idle connection that was used last, as Go's and most other pools do, and opens one if none is idle. So a
 * replica that has just started gets load from new connections only.
 */
export type ConnectionPool = {
  readonly maxAgeSeconds: number;
  /** By connection: its replica, the router instance that it passes, and when it was opened. */
  readonly replicas: number[];
  readonly views: number[];
  readonly openedAtSeconds: number[];
  /** Idle connections; the one that was used last stands last. */
  readonly idle: number[];
  /** By replica, when it last left the rotation: connections from before that are closed. -Infinity: it never did. */
  readonly closedAtSeconds: number[];
};

/** No open connection. */
export const createConnections = (maxAgeSeconds: number | null): ConnectionPool => ({
  maxAgeSeconds: maxAgeSeconds ?? Number.POSITIVE_INFINITY,
  replicas: [],
  views: [],
  openedAtSeconds: [],
  idle: [],
  closedAtSeconds: [],
});

/** Closes the connections to replicas that leave. */
export const closeConnections = (
  pool: ConnectionPool,
  replicas: ReadonlySet<number>,
  atSeconds: number,
): void => {
  // A replica that no connection was ever opened to has no entry.
  for (const replica of replicas)
    if (replica < pool.closedAtSeconds.length) pool.closedAtSeconds[replica] = atSeconds;
};

const isOpen = (pool: ConnectionPool, connection: number, atSeconds: number): boolean => {
  const openedAt = pool.openedAtSeconds[connection]!;
  const closedAt = pool.closedAtSeconds[pool.replicas[connection]!]!;
  return openedAt > closedAt && atSeconds - openedAt < pool.maxAgeSeconds;
};

/** The idle connection that was used last, no longer idle; undefined if there is none. */
export const takeIdle = (pool: ConnectionPool, atSeconds: number): number | undefined => {
  for (let taken = pool.idle.pop(); taken !== undefined; taken = pool.idle.pop()) {
    if (isOpen(pool, taken, atSeconds)) return taken;
  }
  return undefined;
};

/** Opens a connection to a replica through a router instance. */
export const openConnection = (
  pool: ConnectionPool,
  {
    replica,
    view,
    atSeconds,
  }: { readonly replica: number; readonly view: number; readonly atSeconds: number },
): number => {
  while (pool.closedAtSeconds.length <= replica) pool.closedAtSeconds.push(Number.NEGATIVE_INFINITY);
  pool.replicas.push(replica);
  pool.views.push(view);
  pool.openedAtSeconds.push(atSeconds);
  return pool.replicas.length - 1;
};
