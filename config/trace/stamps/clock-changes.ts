import { medianOfValues } from '../../../planner/stats/simple.ts';
import { refuseTrace, type Table } from '../tables/table.ts';

/** Moments of rows in microseconds since 1970, of which the newest is the first, or the last. */
type Ordered = { readonly atUs: Float64Array; readonly newestFirst: boolean };

/** Row that comes at a place in order of time. */
export const rowAt = ({ atUs, newestFirst }: Ordered, place: number): number =>
  newestFirst ? atUs.length - 1 - place : place;

const hourUs = 3600e6;

/** Rows of a log are out of order by less; a clock is set back by an hour, on one island by half an hour. */
const setBackLeastUs = 25 * 60e6;

/** A clock that went back in the middle of ascending rows: set back in autumn, most likely. Its row. */
const clockWentBack = (ordered: Ordered): number | undefined => {
  const { atUs } = ordered;
  let [found, backUs]: [number | undefined, number] = [undefined, 0];
  for (let place = 1; place < atUs.length; place++) {
    const [before, at] = [atUs[rowAt(ordered, place - 1)]!, atUs[rowAt(ordered, place)]!];
    if (at >= before) continue;
    if (found !== undefined) return undefined;
    [found, backUs] = [rowAt(ordered, place), before - at];
  }
  return backUs > setBackLeastUs && backUs <= hourUs ? found : undefined;
};

/** Rows whose distances tell the usual one; of millions of rows the first do. */
const rowsForStep = 10_000;

const usualStepUs = (ordered: Ordered): number | undefined => {
  const places = Math.min(ordered.atUs.length, rowsForStep);
  const steps: number[] = [];
  for (let place = 1; place < places; place++) {
    const stepUs = ordered.atUs[rowAt(ordered, place)]! - ordered.atUs[rowAt(ordered, place - 1)]!;
    if (stepUs > 0) steps.push(stepUs);
  }
  return steps.length === 0 ? undefined : medianOfValues(steps);
};

/** Clocks are set forward on Sundays, to an hour from one to four. */
const isHourOfForward = (localUs: number): boolean => {
  const at = new Date(localUs / 1000);
  return at.getUTCDay() === 0 && at.getUTCHours() >= 1 && at.getUTCHours() <= 4;
};

/** How many usual distances two rows on both sides of a left out hour may be apart beside it: a log has no even steps. */
const stepsBesideHour = 10;

/**
 * Rows without the one hour that a clock leaves out in spring: where hours are left out again it is no such
 * clock. The row behind it.
 */
const clockWentForward = (ordered: Ordered): number | undefined => {
  const stepUs = usualStepUs(ordered);
  if (stepUs === undefined) return undefined;
  let found: number | undefined;
  for (let place = 1; place < ordered.atUs.length; place++) {
    const [before, at] = [ordered.atUs[rowAt(ordered, place - 1)]!, ordered.atUs[rowAt(ordered, place)]!];
    const besideUs = at - before - hourUs;
    if (besideUs < stepUs / 2) continue;
    const isOnHour = before <= Math.floor(at / hourUs) * hourUs - hourUs;
    if (found !== undefined || besideUs > stepsBesideHour * stepUs || !isOnHour || !isHourOfForward(at))
      return undefined;
    found = rowAt(ordered, place);
  }
  return found;
};

/**
 * Refuses times of no zone among which a clock seems to have been set: how far the rows on both sides are apart is not known.
 *
 * @throws HeadroomError E_CONFIG with the row behind the change
 */
export const refuseSetClock = (table: Table, ordered: Ordered): void => {
  const changes = [
    {
      row: clockWentBack(ordered),
      what: 'times of no zone go back once by an hour or less: a clock that was set back, or a row out of order',
      otherwise: 'or sort the rows',
    },
    {
      row: clockWentForward(ordered),
      what: 'times of no zone leave out one hour, in the night to a Sunday: a clock that was set forward, or an hour without rows',
      otherwise: 'where the hour had no rows, say UTC',
    },
  ];
  for (const { row, what, otherwise } of changes) {
    if (row === undefined) continue;
    const fix = `name the zone with load.timeZone, as in Europe/Berlin; ${otherwise}`;
    refuseTrace(table, { what, line: table.rows.at(row)!.line, fix });
  }
};
