/**
 * Events by the time at which each happens, as a binary min-heap; `subjects` and `senders` say what happens to whom. The
 * first stands at index 0 of the arrays, where an empty heap has infinity. The arrays grow.
 */
export type EventHeap = {
  atSeconds: Float64Array;
  subjects: Int32Array;
  senders: Int32Array;
  size: number;
};

/** No event. */
export const createEventHeap = (): EventHeap => ({
  atSeconds: new Float64Array(64).fill(Number.POSITIVE_INFINITY),
  subjects: new Int32Array(64),
  senders: new Int32Array(64),
  size: 0,
});

const grow = (heap: EventHeap): void => {
  const length = 2 * heap.atSeconds.length;
  const atSeconds = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
  const [subjects, senders] = [new Int32Array(length), new Int32Array(length)];
  atSeconds.set(heap.atSeconds);
  subjects.set(heap.subjects);
  senders.set(heap.senders);
  Object.assign(heap, { atSeconds, subjects, senders });
};

const move = ({ atSeconds, subjects, senders }: EventHeap, from: number, to: number): void => {
  atSeconds[to] = atSeconds[from]!;
  subjects[to] = subjects[from]!;
  senders[to] = senders[from]!;
};

/** Adds an event. O(log events). */
export const addEvent = (
  heap: EventHeap,
  { atSeconds, subject, sender }: { atSeconds: number; subject: number; sender: number },
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
  heap.subjects[hole] = subject;
  heap.senders[hole] = sender;
};

/** Takes out the first event. O(log events). */
export const removeFirst = (heap: EventHeap): void => {
  const last = --heap.size;
  const key = heap.atSeconds[last]!;
  const [subject, sender] = [heap.subjects[last]!, heap.senders[last]!];
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
  heap.subjects[hole] = subject;
  heap.senders[hole] = sender;
};
