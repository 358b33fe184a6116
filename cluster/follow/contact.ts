import type { ClusterLine } from '../../runs/schema/cluster-series.ts';

/** Of the last second before a stream broke nothing is certain: changes may have been under way. */
const underWayMs = 1_000;
/** What came late follows as soon as a watch is open, so one that stayed open this long has brought all of it. */
const settledMs = 500;
/** Changes that come this much late are reported: the timeline has a resolution of one second. */
const lateMs = 2_000;

/** Whether a resource can be seen at this moment. It is for who watches a load: what was missed stands in `gap` lines. */
export type Sight = {
  readonly resource: string;
  /** null: it is seen. Else since when it is not, ms since the epoch, and why. */
  readonly lost: { readonly sinceMs: number; readonly reason: string } | null;
};

type ContactOptions = {
  /** Name of the resource in `gap` and `unknown` lines. */
  readonly resource: string;
  readonly onLine: (line: ClusterLine) => void;
  readonly onSight?: ((sight: Sight) => void) | undefined;
  readonly now: () => number;
  readonly unknownAfterMs: number;
};

/** Until when a resource's changes are known for certain; writes what is not as `gap` and `unknown` lines. */
export type Contact = {
  /** The list was read. `missed`: not for the first time, so steps since the last contact may be missing. */
  listed(missed: boolean): void;
  /** A watch is open: the changes since the last contact follow, however late. */
  opened(): void;
  /** A change came. */
  heard(): void;
  /** The watch or list came to its end. `silent`: nothing had come for so long that the link must have been dead. */
  lost(reason: string, silent: boolean): void;
  /** The resource will not be read again. */
  gaveUp(reason: string): void;
  /** The end of the run. */
  finish(): void;
  /** Time since the last sign of life of the server, for this resource. */
  silentForMs(): number;
};

/** A watch's contact with the server before its first answer: nothing is known yet. */
export const createContact = (options: ContactOptions): Contact => {
  const { resource, onLine, onSight = () => undefined, now, unknownAfterMs } = options;
  const startedAtMs = now();
  /** Every change is known up to this time, less `underWayMs`. */
  let knownUntilMs = startedAtMs;
  /** When the server last gave a sign of life, with or without news. */
  let lastSignOfLifeMs = startedAtMs;
  /** null: no watch is open. */
  let openedAtMs: number | null = null;
  let lostReason = 'no contact yet';
  /** An `unknown` line was the last one; nothing was read since. */
  let isUnknown = false;
  /** The list was read at least once. */
  let wasListed = false;
  /** Gaps before this time are written. */
  let gapsWrittenUntilMs = startedAtMs;

  const writeGap = (untilMs = now()) => {
    const fromMs = Math.max(gapsWrittenUntilMs, knownUntilMs - underWayMs);
    gapsWrittenUntilMs = untilMs;
    onLine({
      kind: 'gap',
      atMs: gapsWrittenUntilMs,
      resource,
      fromMs,
      toMs: gapsWrittenUntilMs,
      reason: lostReason,
    });
  };
  /** The state is unknown from the loss of the contact on, not only from this line: the gap says so. */
  const writeUnknown = (reason: string) => {
    const atMs = now();
    if (wasListed && !isUnknown) writeGap(atMs);
    isUnknown = true;
    onLine({ kind: 'unknown', atMs, resource, reason });
  };
  const isLate = () => now() - knownUntilMs > lateMs;

  return {
    listed: (missed) => {
      if (missed || isLate()) writeGap();
      isUnknown = false;
      wasListed = true;
      lastSignOfLifeMs = knownUntilMs = now();
      onSight({ resource, lost: null });
    },
    opened: () => {
      if (isLate()) writeGap();
      isUnknown = false;
      lastSignOfLifeMs = openedAtMs = now();
      onSight({ resource, lost: null });
    },
    heard: () => {
      lastSignOfLifeMs = knownUntilMs = now();
    },
    lost: (reason, silent) => {
      lostReason = reason;
      if (openedAtMs !== null && !silent) {
        lastSignOfLifeMs = now();
        if (now() - openedAtMs > settledMs) knownUntilMs = now();
      }
      openedAtMs = null;
      onSight({ resource, lost: { sinceMs: knownUntilMs, reason } });
      if (!isUnknown && now() - knownUntilMs > unknownAfterMs) writeUnknown(reason);
    },
    gaveUp: writeUnknown,
    finish: () => {
      if (openedAtMs === null && isLate()) writeGap();
    },
    silentForMs: () => now() - lastSignOfLifeMs,
  };
};
