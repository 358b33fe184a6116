/**
 * The slots that a router may use, as a binary min-heap on the time at which each becomes free. A time in the
 * past means idle. The root is the slot that has been idle longest, or else the one that becomes free first.
 * `freeAtSeconds` holds infinity behind the last slot, so that an empty heap and a missing child need no test.
 */
export type SlotHeap = { freeAtSeconds: Float64Array; slots: Int32Array; size: number };

/** A heap of no slot. */
export const createSlotHeap = (): SlotHeap => ({
  freeAtSeconds: new Float64Array(16).fill(Number.POSITIVE_INFINITY),
  slots: new Int32Array(16),
  size: 0,
});

/**
 * Gives the root slot a new, not earlier free time. The only operation in the inner loop: a request is one
 * walk from the root towards the leaves, O(log slots).
 */
export const replaceRoot = (heap: SlotHeap, freeAtSeconds: number): void => {
  const { freeAtSeconds: keys, slots, size } = heap;
  const slot = slots[0]!;
  let hole = 0;
  for (let child = 1; child < size; child = 2 * hole + 1) {
    child += Number(keys[child + 1]! < keys[child]!);
    const key = keys[child]!;
    if (freeAtSeconds <= key) break;
    keys[hole] = key;
    slots[hole] = slots[child]!;
    hole = child;
  }
  keys[hole] = freeAtSeconds;
  slots[hole] = slot;
};

const grow = (heap: SlotHeap): void => {
  const keys = new Float64Array(2 * heap.freeAtSeconds.length).fill(Number.POSITIVE_INFINITY);
  keys.set(heap.freeAtSeconds);
  const slots = new Int32Array(keys.length);
  slots.set(heap.slots);
  heap.freeAtSeconds = keys;
  heap.slots = slots;
};

/** Adds a slot: a walk from the last leaf towards the root. */
export const addSlot = (heap: SlotHeap, slot: number, freeAtSeconds: number): void => {
  if (heap.size + 1 >= heap.freeAtSeconds.length) grow(heap);
  const { freeAtSeconds: keys, slots } = heap;
  let hole = heap.size++;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    if (keys[parent]! <= freeAtSeconds) break;
    keys[hole] = keys[parent]!;
    slots[hole] = slots[parent]!;
    hole = parent;
  }
  keys[hole] = freeAtSeconds;
  slots[hole] = slot;
};

/** Takes out every slot that `leaves` names, by building the heap anew: scaling down is rare. O(slots log slots). */
export const removeSlots = (heap: SlotHeap, leaves: (slot: number) => boolean): void => {
  const { freeAtSeconds: keys, slots, size } = heap;
  const kept: [slot: number, freeAtSeconds: number][] = [];
  for (let i = 0; i < size; i++) if (!leaves(slots[i]!)) kept.push([slots[i]!, keys[i]!]);
  keys.fill(Number.POSITIVE_INFINITY, 0, size);
  heap.size = 0;
  for (const [slot, freeAtSeconds] of kept) addSlot(heap, slot, freeAtSeconds);
};
