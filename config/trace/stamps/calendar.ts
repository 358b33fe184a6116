/** How a date like 1/5/2024 is meant. */
export type DateOrder = 'dayFirst' | 'monthFirst';

/** A date and time as written. Month and day of a numeric date may still have to be told apart. */
export type CalendarStamp = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Whether month and day stand in an order that the cell alone does not tell. */
  readonly swappable: boolean;
  readonly secondOfDay: number;
  /** Beyond the whole second; what is finer is cut off. */
  readonly microseconds: number;
  /** Minutes east of UTC; null where the cell names no zone. */
  readonly zoneMinutes: number | null;
  readonly separator: string;
  readonly isTwelveHour: boolean;
  /** How exact the cell is: a second, a minute or an hour where it has no more, a day where it has no time. */
  readonly resolutionSeconds: 1 | 60 | 3600 | 86_400;
};

const clock = String.raw`(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?(?:\s?(?<half>[AaPp])\.?[Mm]\.?)?`;
const zone = String.raw`(?:\s?(?<zone>Z|UTC|GMT|(?:UTC|GMT)?\s?[+-]\d\d:?(?:\d\d)?))?(?:\s\([^)]*\))?`;
const clockAndZone = `(?:(?:T|, ?| |, at | at | @ )${clock}${zone})?`;
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthName = `(?<name>${monthNames.join('|')})[a-z]*\\.?`;
const weekday = '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?';

const forms = [
  String.raw`(?<year>\d{4})(?<separator>[-/.])(?<month>\d{1,2})\k<separator>(?<day>\d{1,2})${clockAndZone}`,
  String.raw`(?<first>\d{1,2})(?<separator>[-/.])(?<middle>\d{1,2})\k<separator>(?<year>\d{4})${clockAndZone}`,
  String.raw`(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)T(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?${zone}`,
  String.raw`\[?(?<day>\d{1,2})/${monthName}/(?<year>\d{4}):${clock}${zone}\]?`,
  String.raw`${weekday}${monthName} (?<day>\d{1,2}),? (?<year>\d{4})${clockAndZone}`,
  String.raw`${weekday}(?<day>\d{1,2})[ -]${monthName}[ -](?<year>\d{4})${clockAndZone}`,
].map((form) => new RegExp(`^${form}$`, 'i'));

type Groups = Readonly<Record<string, string | undefined>>;

const zoneMinutesOf = (text: string | undefined): number | null => {
  if (text === undefined) return null;
  const [, sign, hours, minutes = '0'] = /([+-])(\d\d):?(\d\d)?$/.exec(text) ?? [];
  return hours === undefined ? 0 : (sign === '-' ? -1 : 1) * (60 * Number(hours) + Number(minutes || '0'));
};

/** Second of the day; `undefined` for a time that no clock shows. */
const secondOfDay = ({ hour = '0', minute = '0', second = '0', half }: Groups): number | undefined => {
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second)];
  if (minutes > 59 || seconds > 59) return undefined;
  if (half === undefined) return hours > 23 ? undefined : 3600 * hours + 60 * minutes + seconds;
  if (hours < 1 || hours > 12) return undefined;
  const noon = half.toLowerCase() === 'p' ? 12 : 0;
  return 3600 * ((hours % 12) + noon) + 60 * minutes + seconds;
};

const resolutionOf = ({ hour, minute, second }: Groups): CalendarStamp['resolutionSeconds'] => {
  if (hour === undefined) return 86_400;
  if (minute === undefined) return 3600;
  return second === undefined ? 60 : 1;
};

const stampOf = (groups: Groups): CalendarStamp | undefined => {
  const { year, month, day, name, first, middle, fraction = '', half } = groups;
  const seconds = secondOfDay(groups);
  if (seconds === undefined) return undefined;
  return {
    year: Number(year),
    month: name === undefined ? Number(month ?? first) : monthNames.indexOf(name.toLowerCase()) + 1,
    day: Number(day ?? middle),
    swappable: first !== undefined,
    secondOfDay: seconds,
    microseconds: Number(fraction.slice(0, 6).padEnd(6, '0')),
    zoneMinutes: zoneMinutesOf(groups['zone']),
    separator: groups['separator'] ?? '',
    isTwelveHour: half !== undefined,
    resolutionSeconds: resolutionOf(groups),
  };
};

/**
 * A date, with or without a time of day, in ISO 8601, as logs write it (01/Jul/1995:00:00:01 -0400), as a spreadsheet
 * does (5/1/2024, 10:00:03 AM), or with an English month. `undefined` for anything else. Years have four digits.
 */
export const calendarStampOf = (cell: string): CalendarStamp | undefined => {
  if (cell.length > 64) return undefined;
  for (const form of forms) {
    const groups = form.exec(cell)?.groups;
    if (groups !== undefined) return stampOf(groups);
  }
  return undefined;
};

const compact =
  /^(?<year>(?:19|20)\d\d)(?<month>0[1-9]|1[0-2])(?<day>0[1-9]|[12]\d|3[01])(?:(?<hour>[01]\d|2[0-3])(?:(?<minute>[0-5]\d)(?<second>[0-5]\d)?)?)?$/;

/**
 * A date and time of digits alone, down to the day, hour, minute or second: 20240501, 2024050110, 20240501103000.
 * `undefined` for any other number. Seconds since 1970 look like that from the year 2030 on only.
 */
export const compactStampOf = (cell: string): CalendarStamp | undefined => {
  const groups = compact.exec(cell)?.groups;
  return groups && stampOf(groups);
};

/** Month and day of a stamp as they are meant, checked against the calendar. Microseconds of its local time since 1970. */
export const localMicrosecondsOf = (stamp: CalendarStamp, order: DateOrder): number | undefined => {
  const { year, secondOfDay: seconds, microseconds } = stamp;
  const swap = stamp.swappable && order === 'dayFirst';
  const [month, day] = swap ? [stamp.day, stamp.month] : [stamp.month, stamp.day];
  const dayMs = Date.UTC(year, month - 1, day);
  const date = new Date(dayMs);
  const exists = year >= 1970 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? (dayMs / 1000 + seconds) * 1e6 + microseconds : undefined;
};
