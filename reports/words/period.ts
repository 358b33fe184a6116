const daySeconds = 86_400;

/**
 * What a load is called that comes again and again, by its length. `undefined`: a day, in older folders.
 *
 * @example periodWord(604_800) // 'week'
 */
export const periodWord = (periodSeconds: number = daySeconds): string => {
  if (periodSeconds === daySeconds) return 'day';
  return periodSeconds === 7 * daySeconds ? 'week' : 'trace';
};
