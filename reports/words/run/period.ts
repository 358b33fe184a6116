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
 * How long after a start a second is, after a day to the minute: a clock would show no day, and 79:00 may be minutes.
 *
 * @example timeSinceStart(113_400) // '1 d 7 h 30 min'
 */
export const timeSinceStart = (atSecond: number): string => {
  const parts = [
    [Math.floor(atSecond / daySeconds), 'd'],
    [Math.floor(atSecond / 3600) % 24, 'h'],
    [Math.floor(atSecond / 60) % 60, 'min'],
    [atSecond < daySeconds ? atSecond % 60 : 0, 's'],
  ] as const;
  const shown = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}`);
  return shown.length === 0 ? '0 s' : shown.join(' ');
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
