/**
 * What is known of every slot: when it has done all that was sent to it. Slot `i` belongs to the replica with index
 * floor(i / perReplica); indices of replicas that have gone are used again.
 */
export type Slots = {
  readonly perReplica: number;
  /** Whether the figures by replica are kept: they cost time in the inner loop, and only some policies look. */
  readonly tracksReplicas: boolean;
  freeAtSeconds: Float64Array;
  /** Work that slots were given so far, done or not. */
  placedSeconds: number;
  /** By replica: when its last slot becomes free, work given to it, requests started on it. */
  replicaFreeAtSeconds: Float64Array;
  replicaPlacedSeconds: Float64Array;
  replicaStarts: Float64Array;
  /** Time that replicas were given with at least one busy slot. */
  placedReplicaSeconds: number;
  /** What draining replicas still had to do when they left the router: no longer counted as work of ready ones. */
  drainedSeconds: number;
  drainedReplicaSeconds: number;
};

/** Slots of no replica yet. */
export const createSlots = (perReplica: number, tracksReplicas: boolean): Slots => ({
  perReplica,
  tracksReplicas,
  freeAtSeconds: new Float64Array(0),
  placedSeconds: 0,
  replicaFreeAtSeconds: new Float64Array(0),
  replicaPlacedSeconds: new Float64Array(0),
  replicaStarts: new Float64Array(0),
  placedReplicaSeconds: 0,
  drainedSeconds: 0,
  drainedReplicaSeconds: 0,
});

const grown = (values: Float64Array, length: number): Float64Array => {
  const larger = new Float64Array(length);
  larger.set(values);
  return larger;
};

/** Makes the slots of a replica, idle from now on. */
export const openReplica = (slots: Slots, replica: number, atSeconds: number): void => {
  if (replica >= slots.replicaStarts.length) {
    const replicas = 2 * (replica + 1);
    slots.freeAtSeconds = grown(slots.freeAtSeconds, replicas * slots.perReplica);
    slots.replicaFreeAtSeconds = grown(slots.replicaFreeAtSeconds, replicas);
    slots.replicaPlacedSeconds = grown(slots.replicaPlacedSeconds, replicas);
    slots.replicaStarts = grown(slots.replicaStarts, replicas);
  }
  const first = replica * slots.perReplica;
  slots.freeAtSeconds.fill(atSeconds, first, first + slots.perReplica);
  slots.replicaFreeAtSeconds[replica] = atSeconds;
  slots.replicaPlacedSeconds[replica] = 0;
  slots.replicaStarts[replica] = 0;
};

/** Takes a replica's unfinished work out of the books; gives the time at which it will be done. */
export const closeReplica = (slots: Slots, replica: number, atSeconds: number): number => {
  const { slotSeconds, replicaSeconds } = unfinishedOf(slots, replica, atSeconds);
  slots.drainedSeconds += slotSeconds;
  slots.drainedReplicaSeconds += replicaSeconds;
  return atSeconds + replicaSeconds;
};

/** Books a request that occupies a slot of a replica from begin to end. */
export const notePlacement = (slots: Slots, slot: number, beginSeconds: number, endSeconds: number): void => {
  const replica = Math.floor(slot / slots.perReplica);
  const freeAt = slots.replicaFreeAtSeconds[replica]!;
  if (endSeconds > freeAt) {
    slots.placedReplicaSeconds += endSeconds - Math.max(beginSeconds, freeAt);
    slots.replicaFreeAtSeconds[replica] = endSeconds;
  }
  slots.replicaPlacedSeconds[replica]! += endSeconds - beginSeconds;
  slots.replicaStarts[replica]!++;
};

/** The slot of the same replica that is free first: where a request really goes, whatever its router believes. */
export const freestNeighbour = (slots: Slots, slot: number): number => {
  const first = slot - (slot % slots.perReplica);
  let freest = first;
  for (let other = first + 1; other < first + slots.perReplica; other++) {
    if (slots.freeAtSeconds[other]! < slots.freeAtSeconds[freest]!) freest = other;
  }
  return freest;
};

/** How many slots of a replica work at a moment: one that has been given more works on until all of it is done. */
export const busySlotsOf = (slots: Slots, replica: number, atSeconds: number): number => {
  const first = replica * slots.perReplica;
  let busySlots = 0;
  for (let slot = first; slot < first + slots.perReplica; slot++)
    if (slots.freeAtSeconds[slot]! > atSeconds) busySlots++;
  return busySlots;
};

type Unfinished = {
  readonly busySlots: number;
  /** Work that its slots still have before them. */
  readonly slotSeconds: number;
  /** Time until its last slot is free; 0 for an idle replica. */
  readonly replicaSeconds: number;
};

/** How busy one replica is. */
export const unfinishedOf = (slots: Slots, replica: number, atSeconds: number): Unfinished => {
  const first = replica * slots.perReplica;
  let busySlots = 0;
  let slotSeconds = 0;
  let replicaSeconds = 0;
  for (let slot = first; slot < first + slots.perReplica; slot++) {
    const leftSeconds = slots.freeAtSeconds[slot]! - atSeconds;
    if (leftSeconds <= 0) continue;
    busySlots++;
    slotSeconds += leftSeconds;
    if (leftSeconds > replicaSeconds) replicaSeconds = leftSeconds;
  }
  return { busySlots, slotSeconds, replicaSeconds };
};
