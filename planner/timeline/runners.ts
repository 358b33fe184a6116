import type { LoadRunner } from '../../runs/schema/load/load-runners.ts';

/** Ends that a person, a cap or auto-stop gave to all runners alike: what was not fired then is no fault of a runner. */
const orderedEnds: ReadonlySet<LoadRunner['reason']> = new Set(['stopped', 'autoStop', 'cap']);

/**
 * Whether everything is known of a runner: its last line came, none of its lines is missing, and they add up to what the last
 * one says. It must also have fired its share, unless all runners were told to stop.
 */
export const isWhole = ({ reason, told, fired, dropped, linesMissing, missing }: LoadRunner): boolean =>
  told !== null &&
  told.fired === fired &&
  told.dropped === dropped &&
  linesMissing === 0 &&
  (orderedEnds.has(reason) || (reason === 'complete' && missing === null));

/** Lines take up to a second from a pod to the tool: clocks that seem further apart than this are. */
export const clockApartMsMax = 2000;

/**
 * How far the clocks of runners are apart, with the first and the last: each begins by its own. null: all are near each other, or
 * at most one is known.
 */
export const runnersApart = (
  records: readonly LoadRunner[],
): { readonly ahead: string; readonly behind: string; readonly apartMs: number } | null => {
  const known = records.flatMap(({ runner, clockAheadMs }) =>
    clockAheadMs === undefined ? [] : [{ runner, clockAheadMs }],
  );
  const sorted = known.toSorted((a, b) => a.clockAheadMs - b.clockAheadMs);
  const [behind, ahead] = [sorted[0], sorted.at(-1)];
  if (behind === undefined || ahead === undefined) return null;
  const apartMs = ahead.clockAheadMs - behind.clockAheadMs;
  return apartMs > clockApartMsMax ? { ahead: ahead.runner, behind: behind.runner, apartMs } : null;
};

/** A container that a limit on its CPU held back for longer than this share of the time was no fair generator. */
const throttledShareMax = 0.01;

/** Seconds for which a limit on CPU held a runner back; 0 where it was too little to matter in so long a load. */
export const throttledSecondsOf = ({ throttledSeconds = 0 }: LoadRunner, loadSeconds: number): number =>
  throttledSeconds > throttledShareMax * loadSeconds ? throttledSeconds : 0;
