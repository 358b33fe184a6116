const dateTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,]\d+)?\s?(Z|UTC|[+-]\d\d:?\d\d)?$/;
const number = /^\d+(\.\d+)?$/;

/** Larger numbers are milliseconds: in seconds they would lie beyond the year 5000. */
const epochSecondsMax = 1e11;

/** A whole number in a column without a name is a time from here on: no service gets a billion requests a second. */
const epochSecondsMin = 1e9;

/** Whether a cell is a date with a time of day. */
export const isDateTime = (cell: string): boolean => dateTime.test(cell);

/** Whether a cell is meant as a value, a wrong one included; a row without any is a header. */
export const isValue = (cell: string): boolean =>
  (cell !== '' && !Number.isNaN(Number(cell))) || isDateTime(cell);

/** Whether a value can only be a time stamp. */
export const isTimeOnly = (cell: string): boolean =>
  isDateTime(cell) || (number.test(cell) && (cell.includes('.') || Number(cell) >= epochSecondsMin));

/**
 * The whole second of a time stamp: ISO 8601 with a blank or a T (UTC where it names no zone), seconds from any zero,
 * or milliseconds since 1970. `undefined` for anything else. A date's fraction is cut off in its text, as adding it
 * to the seconds since 1970 rounds .9999999 up.
 *
 * @example secondOf('2024-05-01 10:00:03.9999999') // 1714557603
 */
export const secondOf = (cell: string): number | undefined => {
  if (number.test(cell)) {
    const value = Number(cell);
    return Math.floor(value < epochSecondsMax ? value : value / 1000);
  }
  const [, day, clock, zone = 'Z'] = dateTime.exec(cell) ?? [];
  const atMs = Date.parse(`${day}T${clock}${zone === 'UTC' ? 'Z' : zone.replace(/(\d\d)(\d\d)$/, '$1:$2')}`);
  return Number.isNaN(atMs) ? undefined : atMs / 1000;
};

/**
 * Milliseconds of a time stamp beyond its whole second. `undefined` where it names no fraction.
 *
 * @example offsetMsOf('2024-05-01 10:00:03.25') // 250
 */
export const offsetMsOf = (cell: string): number | undefined => {
  if (number.test(cell)) {
    const value = Number(cell);
    const ms = value < epochSecondsMax ? (value % 1) * 1000 : value % 1000;
    return Math.min(999.999, Number(ms.toFixed(3)));
  }
  const fraction = /:\d\d[.,](\d+)/.exec(cell)?.[1];
  return isDateTime(cell) && fraction !== undefined
    ? Math.min(999.999, Number((Number(`0.${fraction}`) * 1000).toFixed(3)))
    : undefined;
};

/** A count of requests: a whole number, written with or without ".0". `undefined` for anything else. */
export const countOf = (cell: string): number | undefined =>
  /^\d+(\.0+)?$/.test(cell) ? Number(cell) : undefined;
