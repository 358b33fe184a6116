import { refuseTrace, type Table } from '../tables/table.ts';
import type { CalendarStamp, DateOrder } from './calendar.ts';

/** What the dates of a column tell together of the order of day and month, gathered one by one. */
type DateFacts = {
  first: CalendarStamp | undefined;
  hasLateMonth: boolean;
  hasLateDay: boolean;
  areTwelveHour: boolean;
  areDotted: boolean;
  areOneDate: boolean;
};

/** Before the first date. */
export const noDates = (): DateFacts => ({
  first: undefined,
  hasLateMonth: false,
  hasLateDay: false,
  areTwelveHour: true,
  areDotted: true,
  areOneDate: true,
});

/** Takes a date into account. */
export const addDate = (facts: DateFacts, stamp: CalendarStamp): void => {
  if (!stamp.swappable) return;
  facts.first ??= stamp;
  const { year, month, day } = facts.first;
  if (stamp.month > 12) facts.hasLateMonth = true;
  if (stamp.day > 12) facts.hasLateDay = true;
  if (!stamp.isTwelveHour) facts.areTwelveHour = false;
  if (stamp.separator !== '.') facts.areDotted = false;
  if (stamp.year !== year || stamp.month !== month || stamp.day !== day) facts.areOneDate = false;
};

/**
 * Which of the first two numbers of a date is the day, by all dates of the column.
 *
 * @throws HeadroomError E_CONFIG where the dates and the user leave it open
 */
export const dateOrderOf = (table: Table, facts: DateFacts, given: DateOrder | undefined): DateOrder => {
  const { hasLateMonth: dayFirst, hasLateDay: monthFirst } = facts;
  if (facts.first === undefined) return 'monthFirst';
  if (dayFirst !== monthFirst) return dayFirst ? 'dayFirst' : 'monthFirst';
  if (given !== undefined) return given;
  if (facts.areTwelveHour) return 'monthFirst';
  if (facts.areDotted) return 'dayFirst';
  if (facts.areOneDate) return 'monthFirst';
  return refuseTrace(table, {
    what: 'in its dates day and month can be exchanged',
    fix: "say which comes first: load.dateOrder 'dayFirst' or 'monthFirst'; or write dates as 2024-05-31",
  });
};
