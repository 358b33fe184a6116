import type { ClusterLine, EventLine } from '../../../runs/schema/cluster-series.ts';
import type { CauseKind, Fact, Finding, RemedyCode } from '../../../runs/schema/result/findings.ts';
import { isAlive, type PodTrack, podAt, podTracks } from '../evidence/pods.ts';
import { type ScalerState, scalerStates, scalersOver } from '../evidence/scaler.ts';
import { type Hindrance, hindranceOf, startSecondsMax } from '../evidence/starts.ts';
import { factOf } from '../facts.ts';
import { remediesOf } from '../remedies.ts';

/** The state of a service at one moment. */
export type State = {
  readonly lines: readonly ClusterLine[];
  /** Pods that nobody has asked to end, and what keeps each from serving; undefined: it serves. */
  readonly pods: readonly { readonly track: PodTrack; readonly hindrance: Hindrance | undefined }[];
  readonly events: readonly EventLine[];
  readonly scalers: readonly ScalerState[];
};

/** Facts of a state have no seconds: all of it is one moment. */
export const moment = { fromSecond: 0, toSecond: 0 };

const isYoung = ({ spans }: PodTrack, atMs: number): boolean => {
  const { createdAtMs } = spans[0]!.line;
  return createdAtMs !== null && atMs - createdAtMs <= startSecondsMax * 1000;
};

/** The state that some lines tell, all of one moment. O(lines). */
export const stateOf = (lines: readonly ClusterLine[]): State => {
  const atMs = lines.reduce((last, line) => ('atMs' in line ? Math.max(last, line.atMs) : last), 0);
  const tracks = podTracks(lines, atMs).filter((track) => isAlive(podAt(track, 0)));
  const starts = { tracks, losses: [], raiseSeconds: [], startedAtMs: atMs };
  return {
    lines,
    pods: tracks.map((track) => {
      const hindrance = hindranceOf(track, 0, starts);
      // Of one moment nobody knows whether a pod was ready before: a young one is starting.
      return { track, hindrance: hindrance === 'unready' && isYoung(track, atMs) ? 'starting' : hindrance };
    }),
    events: lines.filter((line) => line.kind === 'event'),
    scalers: scalersOver(scalerStates(lines))(atMs),
  };
};

type Said = { readonly remedies?: readonly RemedyCode[]; readonly level?: Finding['level'] };

/** A finding that no request has failed of. */
export const finding = (
  cause: CauseKind,
  evidence: readonly Fact[],
  { remedies = remediesOf[cause], level = 'warning' }: Said = {},
): Finding => ({
  cause,
  level,
  outcomes: [],
  requests: 0,
  share: 0,
  seconds: [],
  evidence: [...evidence],
  remedies: [...remedies],
  wouldTell: [],
});

/** What controllers said of some objects, one fact for each reason. */
export const eventsAbout = (events: readonly EventLine[], picks: (event: EventLine) => boolean): Fact[] =>
  [...Map.groupBy(events.filter(picks), ({ reason }) => reason)].map(([reason, own]) =>
    factOf('event', moment, {
      n: own.length,
      objects: own.map(({ objectKind, objectName }) => `${objectKind} ${objectName}`),
      numbers: { count: own.reduce((sum, { count }) => sum + count, 0) },
      quotes: own.map(({ message }) => `${reason}: ${message}`),
    }),
  );
