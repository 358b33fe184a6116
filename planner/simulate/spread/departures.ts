/**
 * Requests at replicas by the time at which each leaves, as a binary min-heap: a replica forgets a request when it is
 * done, given up or timed out. `sender` says who sent it (see `advance.ts`). The arrays grow.
 */
export type Departures = {
  atSeconds: Float64Array;
  replicas: Int32Array;
  senders: Int32Array;
  size: number;
};

/** No request at any replica. */
export const createDepartures = (): Departures => ({
  atSeconds: new Float64Array(64).fill(Number.POSITIVE_INFINITY),
  replicas: new Int32Array(64),
  senders: new Int32Array(64),
  size: 0,
});

const grow = (heap: Departures): void => {
  const length = 2 * heap.atSeconds.length;
  const atSeconds = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
  const [replicas, senders] = [new Int32Array(length), new Int32Array(length)];
  atSeconds.set(heap.atSeconds);
  replicas.set(heap.replicas);
  senders.set(heap.senders);
  Object.assign(heap, { atSeconds, replicas, senders });
};

const move = ({ atSeconds, replicas, senders }: Departures, from: number, to: number): void => {
  atSeconds[to] = atSeconds[from]!;
  replicas[to] = replicas[from]!;
  senders[to] = senders[from]!;
};

/** Adds a request that leaves its replica at that time. O(log requests). */
export const addDeparture = (
  heap: Departures,
  { atSeconds, replica, sender }: { atSeconds: number; replica: number; sender: number },
): void => {
  // One place stays free behind the last, so that a missing child needs no test.
  if (heap.size + 2 > heap.atSeconds.length) grow(heap);
  let hole = heap.size++;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    if (heap.atSeconds[parent]! <= atSeconds) break;
    move(heap, parent, hole);
    hole = parent;
  }
  heap.atSeconds[hole] = atSeconds;
  heap.replicas[hole] = replica;
  heap.senders[hole] = sender;
};

/** Takes out the first, which stands at index 0 of the arrays. O(log requests). */
export const removeFirst = (heap: Departures): void => {
  const last = --heap.size;
  const key = heap.atSeconds[last]!;
  const [replica, sender] = [heap.replicas[last]!, heap.senders[last]!];
  heap.atSeconds[last] = Number.POSITIVE_INFINITY;
  if (last === 0) return;
  let hole = 0;
  for (let child = 1; child < last; child = 2 * hole + 1) {
    child += Number(heap.atSeconds[child + 1]! < heap.atSeconds[child]!);
    if (key <= heap.atSeconds[child]!) break;
    move(heap, child, hole);
    hole = child;
  }
  heap.atSeconds[hole] = key;
  heap.replicas[hole] = replica;
  heap.senders[hole] = sender;
};
