import type { EventLine, PodLine } from '../../../runs/schema/cluster-series.ts';
import { firstSeenSecond, isAlive, type Loss, type PodTrack, podAt } from './pods.ts';

/**
 * What keeps a replica that is wanted from serving.
 *
 * - `noNode`: it fits on no node, or may not be made at all
 * - `image`: its image can't be pulled
 * - `failing`: it starts and fails, and was not ready once in the recording
 * - `lost`: it was ready, and is no more
 * - `replacing`: it takes the place of one that was ended, and is starting
 * - `unready`: it was there before the load, and was not ready once: nothing tells that it was starting
 * - `starting`: nothing but time
 */
export type Hindrance = 'noNode' | 'image' | 'failing' | 'lost' | 'replacing' | 'unready' | 'starting';

const imageReasons = /^(ErrImage|ImagePull|InvalidImage|ImageInspect|RegistryUnavailable|ErrRegistry)/;
const failingReasons = /^(CrashLoopBackOff|RunContainerError|CreateContainer|StartError|PostStartHookError)/;

/** States of a pod until it was ready for the first time. */
const startOf = (track: PodTrack): PodLine[] => {
  const readyAt = track.spans.findIndex(({ line }) => line.ready);
  return track.spans.slice(0, readyAt === -1 ? undefined : readyAt).map(({ line }) => line);
};

/** Whether the image of a pod could not be pulled at some time of its start. */
export const hadImageTrouble = (track: PodTrack): boolean =>
  startOf(track).some(({ waitingReason }) => imageReasons.test(waitingReason ?? ''));

/** Whether a pod failed while it started, and was not ready once. */
export const isFailingStart = (track: PodTrack): boolean =>
  track.firstReadySecond === null &&
  startOf(track).some(
    ({ restarts, waitingReason, lastTerminatedReason }) =>
      restarts > 0 || lastTerminatedReason !== null || failingReasons.test(waitingReason ?? ''),
  );

/** A pod that comes within so many seconds of another's end takes its place, if nobody asked for more. */
const replacesWithinSeconds = 15;

/** What is known of the replicas' starts. */
export type Starts = {
  readonly tracks: readonly PodTrack[];
  readonly losses: readonly Loss[];
  /** Moments at which more replicas were asked for, in seconds since the load began. */
  readonly raiseSeconds: readonly number[];
  /** The load's start, ms since the epoch. */
  readonly startedAtMs: number;
};

/** Whether more replicas were asked for shortly before a moment. */
const isAskedFor = (second: number, { raiseSeconds }: Starts): boolean =>
  raiseSeconds.some((raised) => raised <= second + 1 && second - raised <= replacesWithinSeconds);

/** The pods whose place one takes that was made when they ended; a rollout makes it before. */
export const replacedBy = (track: PodTrack, { tracks }: Starts): PodTrack[] => {
  const madeSecond = firstSeenSecond(track);
  return tracks.filter((other) => {
    const second = other.endedSecond;
    return other !== track && second !== null && Math.abs(madeSecond - second) <= replacesWithinSeconds;
  });
};

/** Whether a pod came for one that had been ended, and not because more were wanted. */
const isReplacement = (track: PodTrack, starts: Starts): boolean =>
  firstSeenSecond(track) > 0 &&
  !isAskedFor(firstSeenSecond(track), starts) &&
  replacedBy(track, starts).length > 0;

/** Whether a replica that has no pod at a moment is missing for one that ended, and not because more were wanted. */
export const isMissedForEnded = (second: number, starts: Starts): boolean =>
  !isAskedFor(second, starts) &&
  starts.tracks.some(
    ({ endedSecond: ended }) => ended !== null && ended <= second && second - ended <= replacesWithinSeconds,
  );

/** A pod that has been there for longer is not starting, whatever it is. */
export const startSecondsMax = 600;

/** Whether a pod that was there before the load has been so for too long for a start, or was not ready once. */
const isUnready = (track: PodTrack, { startedAtMs }: Starts): boolean => {
  if (firstSeenSecond(track) > 0) return false;
  const { createdAtMs } = track.spans[0]!.line;
  const isOld = createdAtMs !== null && startedAtMs - createdAtMs > startSecondsMax * 1000;
  return isOld || track.firstReadySecond === null;
};

/** What keeps a pod from serving at a moment; undefined: it serves, or is not wanted any more. */
export const hindranceOf = (track: PodTrack, atSecond: number, starts: Starts): Hindrance | undefined => {
  const line = podAt(track, atSecond);
  if (!isAlive(line) || line.ready) return undefined;
  const { firstReadySecond } = track;
  if (firstReadySecond !== null && firstReadySecond <= atSecond) return 'lost';
  if (line.unschedulableMessage !== null) return 'noNode';
  if (hadImageTrouble(track)) return 'image';
  if (isFailingStart(track)) return 'failing';
  if (isUnready(track, starts)) return 'unready';
  return isReplacement(track, starts) ? 'replacing' : 'starting';
};

/** Whether a quota or an admission rule kept pods from being made, by the words of their owner. */
export const isNotMade = ({ reason, objectKind }: EventLine): boolean =>
  reason === 'FailedCreate' && objectKind !== 'Pod';
