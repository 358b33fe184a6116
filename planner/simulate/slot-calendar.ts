import { giveBack } from './buffers.ts';

/**
 * The slots that a router may use, by the time at which each becomes free. A time in the past means idle. The first slot is the
 * one that has been idle longest, or else the one that becomes free first; of several with the same time the one with the lowest number.
 *
 * A calendar of buckets of time, after R. Brown, "Calendar queues", Communications of the ACM 31(10), 1988. A bucket is a list in
 * order of time, and most hold one slot or none. A slot that becomes free behind the last bucket stands in none. Once
 * the buckets are used up, they are laid out anew from the first slot's time on, as wide as the times then ask for. A
 * request takes a few steps, however many slots there are; with 400 slots half as long as a walk through a binary heap.
 */
export type SlotCalendar = {
  size: number;
  /** Place of the first slot, 0 if there is none. The place of a slot is its number + 1. */
  first: number;
  /** By place: when its slot becomes free. Infinity where there is no slot, as at place 0. */
  freeAtSeconds: Float64Array;
  /** By place: that of the next slot in its bucket, 0 behind the last. */
  next: Int32Array;
  /** By bucket: the place of its first slot, 0 if it is empty. */
  heads: Int32Array;
  /** A bit for each bucket: whether it holds a slot. */
  filled: Int32Array;
  /** When the first bucket begins, and how wide they are. */
  originSeconds: number;
  bucketsPerSecond: number;
  /** The bucket of the first slot. Those before it are empty. */
  current: number;
  /** Steps through lists since the buckets were laid out. */
  steps: number;
};

const bitsPerWord = 32;
const bucketsPerPlace = 16;

/** Buckets from one slot to the next, where their times are spread evenly: with more, buckets are soon used up. */
const bucketsApart = 4;

/** With more steps than this for each slot, the buckets are too wide for what comes now. */
const stepsPerSlotMost = 8;

const bucketsFor = (places: number): Pick<SlotCalendar, 'next' | 'heads' | 'filled'> => ({
  next: new Int32Array(places),
  heads: new Int32Array(bucketsPerPlace * places),
  filled: new Int32Array((bucketsPerPlace * places) / bitsPerWord),
});

const placesLeast = 16;

/** A calendar of no slot. */
export const createSlotCalendar = (): SlotCalendar => ({
  size: 0,
  first: 0,
  freeAtSeconds: new Float64Array(placesLeast).fill(Number.POSITIVE_INFINITY),
  ...bucketsFor(placesLeast),
  originSeconds: 0,
  bucketsPerSecond: 1,
  current: 0,
  steps: 0,
});

/** When the first slot becomes free; infinity without a slot. */
export const firstFreeAtSeconds = ({ freeAtSeconds, first }: SlotCalendar): number => freeAtSeconds[first]!;

/** The number of the first slot. */
export const firstSlot = ({ first }: SlotCalendar): number => first - 1;

/** Whether one place comes before another, or before the end of a list, place 0. */
const isBefore = ({ freeAtSeconds }: SlotCalendar, place: number, other: number): boolean =>
  freeAtSeconds[place]! < freeAtSeconds[other]! ||
  (freeAtSeconds[place] === freeAtSeconds[other] && place < other);

/** Puts a place where its time belongs. */
const insert = (calendar: SlotCalendar, place: number): void => {
  const { freeAtSeconds, next, heads, filled, current } = calendar;
  const position = (freeAtSeconds[place]! - calendar.originSeconds) * calendar.bucketsPerSecond;
  if (position >= heads.length) return;
  const bucket = position > current ? position | 0 : current;
  filled[bucket >> 5]! |= 1 << (bucket & 31);
  let before = heads[bucket]!;
  if (isBefore(calendar, place, before)) {
    next[place] = before;
    heads[bucket] = place;
    return;
  }
  let behind = next[before]!;
  while (!isBefore(calendar, place, behind)) {
    before = behind;
    behind = next[before]!;
    calendar.steps++;
  }
  next[before] = place;
  next[place] = behind;
};

/** Buckets from the least time to about four times as far as the mean, so most slots have one. O(places). */
const layOut = (calendar: SlotCalendar): void => {
  const { freeAtSeconds, heads, filled, size } = calendar;
  let leastSeconds = Number.POSITIVE_INFINITY;
  let sumSeconds = 0;
  for (let place = 1; place < freeAtSeconds.length; place++) {
    const atSeconds = freeAtSeconds[place]!;
    if (atSeconds === Number.POSITIVE_INFINITY) continue;
    sumSeconds += atSeconds;
    if (atSeconds < leastSeconds) leastSeconds = atSeconds;
  }
  const halfRangeSeconds = sumSeconds / size - leastSeconds;
  heads.fill(0);
  filled.fill(0);
  calendar.current = 0;
  calendar.originSeconds = leastSeconds;
  // Where all have the same time, whatever comes later waits for the next layout.
  calendar.bucketsPerSecond =
    halfRangeSeconds > 0 ? (bucketsApart * size) / (2 * halfRangeSeconds) : Number.MAX_VALUE;
  // From the last one on: those with the same time then come to the head of their list one after the other.
  for (let place = freeAtSeconds.length - 1; place > 0; place--)
    if (freeAtSeconds[place]! < Number.POSITIVE_INFINITY) insert(calendar, place);
  calendar.steps = 0;
};

/** Finds the first slot, in the first bucket that is not empty, not before the current one. */
const findFirst = (calendar: SlotCalendar): void => {
  const { filled, current, heads } = calendar;
  let word = current >> 5;
  let bits = filled[word]! & (-1 << (current & 31));
  while (bits === 0 && word + 1 < filled.length) bits = filled[++word]!;
  if (bits !== 0) {
    // The lowest bit that is set.
    const bucket = bitsPerWord * word + 31 - Math.clz32(bits & -bits);
    calendar.current = bucket;
    calendar.first = heads[bucket]!;
  } else if (calendar.size > 0) {
    layOut(calendar);
    findFirst(calendar);
  } else calendar.first = 0;
};

/** Moves the first slot to where its new time belongs. */
const moveFirst = (calendar: SlotCalendar): void => {
  const { first, current, next, heads, filled } = calendar;
  const behind = next[first]!;
  heads[current] = behind;
  if (behind === 0) filled[current >> 5]! &= ~(1 << (current & 31));
  insert(calendar, first);
  if (calendar.steps > stepsPerSlotMost * calendar.size) layOut(calendar);
  findFirst(calendar);
};

/**
 * Gives the first slot a new, not earlier free time. The only operation in the inner loop: O(1) on average, unless times crowd
 * in a few places of their range. The time is written down before the call that follows, which would put it on the heap.
 */
export const replaceFirst = (calendar: SlotCalendar, freeAtSeconds: number): void => {
  calendar.freeAtSeconds[calendar.first] = freeAtSeconds;
  moveFirst(calendar);
};

/** Gives the memory of a calendar back, which nobody looks at any more: each run of many has its own. */
export const giveBackCalendar = ({ freeAtSeconds, next, heads, filled }: SlotCalendar): void => {
  for (const memory of [freeAtSeconds, next, heads, filled]) giveBack(memory);
};

const grow = (calendar: SlotCalendar, places: number): void => {
  const freeAtSeconds = new Float64Array(places).fill(Number.POSITIVE_INFINITY);
  freeAtSeconds.set(calendar.freeAtSeconds);
  giveBackCalendar(calendar);
  Object.assign(calendar, { freeAtSeconds, ...bucketsFor(places) });
  if (calendar.size > 0) layOut(calendar);
};

/** Adds a slot, by a number of its own. */
export const addSlot = (calendar: SlotCalendar, slot: number, freeAtSeconds: number): void => {
  const place = slot + 1;
  if (place >= calendar.freeAtSeconds.length) grow(calendar, placesLeast * Math.ceil((place + 1) / 8));
  calendar.size++;
  calendar.freeAtSeconds[place] = freeAtSeconds;
  insert(calendar, place);
  findFirst(calendar);
};

/** Takes out every slot that `leaves` names. Scaling down is rare. O(places). */
export const removeSlots = (calendar: SlotCalendar, leaves: (slot: number) => boolean): void => {
  const { freeAtSeconds } = calendar;
  for (let place = 1; place < freeAtSeconds.length; place++) {
    if (freeAtSeconds[place] === Number.POSITIVE_INFINITY || !leaves(place - 1)) continue;
    freeAtSeconds[place] = Number.POSITIVE_INFINITY;
    calendar.size--;
  }
  layOut(calendar);
  findFirst(calendar);
};
