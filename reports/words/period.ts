/** A day without a change of the clock. */
export const daySeconds = 86_400;

/**
 * What a load is called that comes again and again, by its length. `undefined`: a day, in older folders.
 *
 * @example periodWord(604_800) // 'week'
 */
export const periodWord = (periodSeconds: number = daySeconds): string => {
  if (periodSeconds === daySeconds) return 'day';
  return periodSeconds === 7 * daySeconds ? 'week' : 'trace';
};

/**
 * A second of the day as a clock shows it.
 *
 * @example timeOfDay(27_000) // '07:30'
 */
export const timeOfDay = (atSecond: number): string => {
  const parts = [Math.floor(atSecond / 3600), Math.floor(atSecond / 60) % 60, atSecond % 60];
  const [hours, minutes, seconds] = parts.map((part) => String(part).padStart(2, '0'));
  return seconds === '00' ? `${hours}:${minutes}` : `${hours}:${minutes}:${seconds}`;
};
