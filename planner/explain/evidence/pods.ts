import type { ClusterLine, PodLine } from '../../../runs/schema/cluster-series.ts';
import { isEndedPhase, isReplica } from '../../../runs/schema/pod-phase.ts';
import { podsIn } from '../../timeline/pods.ts';

/** One state of a pod, and how long it lasted, in seconds since the load began. */
type PodSpan = { readonly fromSecond: number; readonly toSecond: number; readonly line: PodLine };

/** All that was seen of one pod, in order of time. */
export type PodTrack = {
  readonly name: string;
  readonly spans: readonly PodSpan[];
  /** When it was first ready, by the watch; null: never in the recording. */
  readonly firstReadySecond: number | null;
  /** When its end was first seen: asked for, come by itself, or it was gone; null: not in the recording. */
  readonly endedSecond: number | null;
  /** When its last container had ended, or it was gone; null: not in the recording. */
  readonly goneSecond: number | null;
};

const spansOf = (lines: readonly PodLine[], startedAtMs: number): PodSpan[] =>
  lines.map((line, i) => ({
    line,
    fromSecond: (line.atMs - startedAtMs) / 1000,
    toSecond: ((lines[i + 1]?.atMs ?? Number.POSITIVE_INFINITY) - startedAtMs) / 1000,
  }));

/** The pods of a recording, in order of first sight; not those that had ended by themselves before. O(lines). */
export const podTracks = (cluster: readonly ClusterLine[], startedAtMs: number): PodTrack[] =>
  podsIn(cluster)
    .filter(([first]) => !isEndedPhase(first.phase))
    .map((own) => {
      const spans = spansOf(own, startedAtMs);
      const firstWith = (holds: (line: PodLine) => boolean): number | null =>
        spans.find(({ line }) => holds(line))?.fromSecond ?? null;
      return {
        name: own[0].name,
        spans,
        firstReadySecond: firstWith(({ ready }) => ready),
        endedSecond: firstWith((line) => !isReplica(line)),
        goneSecond: firstWith(({ deleted, phase }) => deleted || isEndedPhase(phase)),
      };
    });

/** The state of a pod at one moment; undefined before it was seen and once it is gone. */
export const podAt = ({ spans }: PodTrack, atSecond: number): PodLine | undefined => {
  const line = spans.findLast(({ fromSecond }) => fromSecond <= atSecond)?.line;
  return line?.deleted ? undefined : line;
};

/** Whether a pod is there, has not ended by itself, and nobody has asked for its end. */
export const isAlive = (line: PodLine | undefined): line is PodLine => line !== undefined && isReplica(line);

/** When a pod came, by the watch; pods of the first look were there before. */
export const firstSeenSecond = ({ spans }: PodTrack): number => spans[0]!.fromSecond;

/** Pods are looked up by stretches of so many seconds. */
const stretchSeconds = 60;

const isThereIn = ({ spans }: PodTrack, fromSecond: number): boolean => {
  const last = spans.at(-1)!;
  return (
    spans[0]!.fromSecond < fromSecond + stretchSeconds && !(last.line.deleted && last.fromSecond < fromSecond)
  );
};

/**
 * The pods around a moment, in their order: all that were there at the moment itself, and some that were there a little before or
 * after. O(pods) once for each minute.
 */
export const podsAround = (tracks: readonly PodTrack[]): ((atSecond: number) => readonly PodTrack[]) => {
  const known = new Map<number, readonly PodTrack[]>();
  return (atSecond) => {
    const stretch = Math.floor(atSecond / stretchSeconds);
    const there = known.get(stretch) ?? tracks.filter((track) => isThereIn(track, stretch * stretchSeconds));
    known.set(stretch, there);
    return there;
  };
};

/** A front end may send requests to a replica for so long after its end. */
export const drainSeconds = 5;

/** A loss of readiness that nobody asked for, from the last ready state to the next one; of a pod that ended, while it is sent requests. */
export type Loss = {
  readonly track: PodTrack;
  readonly fromSecond: number;
  readonly toSecond: number;
  /** The state that tells most of why: with a restart or a reason, where there is one. */
  readonly line: PodLine;
  readonly hasRestarted: boolean;
};

const lossFrom = (track: PodTrack, from: number): Loss | undefined => {
  const { spans } = track;
  const before = spans[from - 1];
  const lost = spans[from]!;
  if (!before?.line.ready || lost.line.ready || lost.line.terminating || lost.line.deleted) return undefined;
  const back = spans.findIndex(({ line }, i) => i > from && (line.ready || line.deleted || line.terminating));
  const during = spans.slice(from, back === -1 ? undefined : back + 1).map(({ line }) => line);
  const restarted = during.find(
    ({ restarts, lastTerminatedReason }) =>
      restarts > before.line.restarts ||
      (lastTerminatedReason !== null && lastTerminatedReason !== before.line.lastTerminatedReason),
  );
  const openSecond = isEndedPhase(lost.line.phase)
    ? lost.fromSecond + drainSeconds
    : Number.POSITIVE_INFINITY;
  return {
    track,
    fromSecond: lost.fromSecond,
    toSecond: back === -1 ? openSecond : Math.min(openSecond, spans[back]!.fromSecond),
    line: restarted ?? lost.line,
    hasRestarted: restarted !== undefined,
  };
};

/** A restart so quick that the watch never saw the pod not ready. */
const quickRestart = (track: PodTrack, at: number): Loss | undefined => {
  const [before, now] = [track.spans[at - 1], track.spans[at]!];
  if (!before?.line.ready || !now.line.ready || now.line.restarts <= before.line.restarts) return undefined;
  return { track, fromSecond: now.fromSecond, toSecond: now.fromSecond, line: now.line, hasRestarted: true };
};

/** Every loss of a ready replica that nobody asked for: killed, crashed, or its probe failed. */
export const lossesIn = (tracks: readonly PodTrack[]): Loss[] =>
  tracks.flatMap((track) =>
    track.spans.flatMap((_, i) => [lossFrom(track, i) ?? [], quickRestart(track, i) ?? []].flat()),
  );

/** Whether the kubelet ended a pod, as its node ran short. */
export const wasEvicted = ({ spans }: PodTrack): boolean =>
  spans.some(({ line }) => line.statusReason === 'Evicted');
