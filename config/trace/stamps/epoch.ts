/** What a plain number of time counts. */
export type EpochUnit = 's' | 'ms' | 'us' | 'ns';

/** A time stamp that is a number: digits before and after the point or comma. */
export type NumberStamp = { readonly whole: string; readonly fraction: string };

const number = /^(\d{1,20})(?:[.,](\d+))?$/;

/** Digits of a cell that is a plain number; `undefined` for anything else. */
export const numberStampOf = (cell: string): NumberStamp | undefined => {
  const [, whole, fraction = ''] = number.exec(cell) ?? [];
  return whole === undefined ? undefined : { whole: whole.replace(/^0+(?=\d)/, ''), fraction };
};

/** Seconds since 1970 have ten digits from 2001 to 2286; each finer unit three more. */
const unitByDigits: Readonly<Record<number, EpochUnit>> = { 10: 's', 13: 'ms', 16: 'us', 19: 'ns' };

/** Whether a number can only be a time since 1970: no service gets a billion requests in a step. */
export const isEpoch = ({ whole }: NumberStamp): boolean => unitByDigits[whole.length] !== undefined;

/** The unit of a time since 1970, by its digits. `undefined` for a number that is none. */
export const epochUnitOf = ({ whole }: NumberStamp): EpochUnit | undefined => unitByDigits[whole.length];

const digitsOf: Readonly<Record<EpochUnit, number>> = { s: 6, ms: 3, us: 0, ns: -3 };

/**
 * Whole microseconds of a number, by its digits: exact, where a sum of floats is not.
 *
 * @example microsecondsOf({ whole: '1714557603', fraction: '9999999' }, 's') // 1714557603999999
 */
export const microsecondsOf = ({ whole, fraction }: NumberStamp, unit: EpochUnit): number => {
  const digits = digitsOf[unit];
  return digits < 0
    ? Number(whole.slice(0, digits) || '0')
    : Number(whole + fraction.slice(0, digits).padEnd(digits, '0'));
};
