/**
 * Events by the time at which each happens, as a binary min-heap; `subjects` say to whom. The first stands at index 0 of
 * the arrays, where an empty heap has infinity. The arrays grow.
 */
export type EventHeap = { atSeconds: Float64Array; subjects: Int32Array; size: number };

/** No event. */
export const createEventHeap = (): EventHeap => ({
  atSeconds: new Float64Array(64).fill(Number.POSITIVE_INFINITY),
  subjects: new Int32Array(64),
  size: 0,
});

const grow = (heap: EventHeap): void => {
  const length = 2 * heap.atSeconds.length;
  const atSeconds = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
  const subjects = new Int32Array(length);
  atSeconds.set(heap.atSeconds);
  subjects.set(heap.subjects);
  Object.assign(heap, { atSeconds, subjects });
};

/** Adds an event. O(log events). */
export const addEvent = (heap: EventHeap, atSeconds: number, subject: number): void => {
  // One place stays free behind the last, so that a missing child needs no test.
  if (heap.size + 2 > heap.atSeconds.length) grow(heap);
  const { atSeconds: keys, subjects } = heap;
  let hole = heap.size++;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    if (keys[parent]! <= atSeconds) break;
    keys[hole] = keys[parent]!;
    subjects[hole] = subjects[parent]!;
    hole = parent;
  }
  keys[hole] = atSeconds;
  subjects[hole] = subject;
};

/** Takes out the first event. O(log events). */
export const removeFirst = (heap: EventHeap): void => {
  const { atSeconds: keys, subjects } = heap;
  const last = --heap.size;
  const key = keys[last]!;
  const subject = subjects[last]!;
  keys[last] = Number.POSITIVE_INFINITY;
  if (last === 0) return;
  let hole = 0;
  for (let child = 1; child < last; child = 2 * hole + 1) {
    child += Number(keys[child + 1]! < keys[child]!);
    const earlier = keys[child]!;
    if (key <= earlier) break;
    keys[hole] = earlier;
    subjects[hole] = subjects[child]!;
    hole = child;
  }
  keys[hole] = key;
  subjects[hole] = subject;
};
