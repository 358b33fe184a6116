import type { LagPart } from '../../../runs/schema/result/scale-lag.ts';
import type { Startup } from '../../measure/startups.ts';
import { medianOfValues } from '../../stats/simple.ts';

/** Parts that each replica has of its own. */
type OwnPart = 'create' | 'node' | 'schedule' | 'pull' | 'start' | 'init';

/** A part of one replica in ms; null: not known. */
type OwnMs = Readonly<Record<OwnPart, number | null>>;

/** Splits what the API gives as one: from a place on a node to running containers. */
const splitPull = (pullMs: number | null, imageMs: number | null): Pick<OwnMs, 'pull' | 'start'> => {
  if (pullMs === null || imageMs === null) return { pull: null, start: pullMs };
  const image = Math.min(Math.max(0, imageMs), pullMs);
  return { pull: image, start: pullMs - image };
};

/**
 * The parts of one start-up.
 *
 * @param imageMs from its place on a node until its image was there; null: no event tells
 */
export const ownPartsOf = ({ partsMs }: Startup, imageMs: number | null): OwnMs => ({
  create: partsMs.decide,
  // One that had a node at once did not wait for it.
  node: partsMs.node ?? (partsMs.schedule === null ? null : 0),
  schedule: partsMs.schedule,
  ...splitPull(partsMs.pull, imageMs),
  init: partsMs.init,
});

const unknownPart = (part: LagPart['part']): LagPart => ({
  part,
  seconds: null,
  how: 'unknown',
  n: 0,
  file: null,
});

/** A part of an event; a value that follows from something else than both its ends is inferred. */
export const partOf = (
  part: LagPart['part'],
  seconds: number | null,
  source: Pick<LagPart, 'how' | 'n' | 'file'>,
): LagPart => (seconds === null ? unknownPart(part) : { part, seconds: Math.max(0, seconds), ...source });

/** The median of one part over replicas, or over events. */
export const medianPart = (parts: readonly LagPart[], part: LagPart['part']): LagPart => {
  const known = parts.filter((one) => one.part === part && one.seconds !== null);
  if (known.length === 0) return unknownPart(part);
  const seconds = medianOfValues(known.map((one) => one.seconds!));
  const isInferred = known.some(({ how }) => how === 'inferred');
  const [{ file }] = known as [LagPart];
  return { part, seconds, how: isInferred ? 'inferred' : 'measured', n: known.length, file };
};
