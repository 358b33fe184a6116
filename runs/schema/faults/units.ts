const unitSuffix = /(Milliseconds|Millis|Ms|Seconds|Secs|Sec|Minutes|Mins|Min|Percentage|Percent|Pct|Share)$/;

/** How much one of a unit is in its base unit: ms, or a share of 1. */
const unitSizes: Readonly<Record<string, { readonly of: 'time' | 'share'; readonly size: number }>> = {
  ms: { of: 'time', size: 1 },
  s: { of: 'time', size: 1000 },
  m: { of: 'time', size: 60_000 },
  min: { of: 'time', size: 60_000 },
  h: { of: 'time', size: 3_600_000 },
  '%': { of: 'share', size: 0.01 },
  share: { of: 'share', size: 1 },
};

const suffixUnits: readonly (readonly [RegExp, keyof typeof unitSizes])[] = [
  [/(Milliseconds|Millis|Ms)$/, 'ms'],
  [/(Seconds|Secs|Sec)$/, 's'],
  [/(Minutes|Mins|Min)$/, 'min'],
  [/(Percentage|Percent|Pct)$/, '%'],
  [/([Ss]hare|[Uu]tilization|[Tt]olerance|deadband|confidence|margin)$/, 'share'],
];

/** The unit that a key names by its last word: `holdSeconds` is in s. */
export const unitOf = (key: string): string | undefined =>
  suffixUnits.find(([suffix]) => suffix.test(key))?.[1];

/** A number in another unit; undefined where the units do not measure the same. */
const converted = (value: number, from: string, to: string): number | undefined => {
  const [source, target] = [unitSizes[from], unitSizes[to]];
  if (source === undefined || target === undefined || source.of !== target.of) return undefined;
  return Number(((value * source.size) / target.size).toPrecision(12));
};

const plain = (key: string): string => key.toLowerCase().replaceAll(/[_-]/g, '');
const stem = (key: string): string =>
  plain(key.replaceAll(/[_-](\w)/g, (_, c: string) => c.toUpperCase()).replace(unitSuffix, ''));

/** The known key that says the same in another unit or spelling: `hold` and `holdMs` mean `holdSeconds`. */
export const sameInAnotherUnit = (key: string, known: readonly string[]): string | undefined =>
  known.find((name) => plain(name) === plain(key)) ?? known.find((name) => stem(name) === stem(key));

/**
 * What to write for a key in another unit, with the number turned into the known key's unit.
 *
 * @example inUnitOf('holdSeconds', 'holdMs', 5000) // 'holdSeconds: 5'
 */
export const inUnitOf = (known: string, key: string, value: unknown): string => {
  const [from, to] = [unitOf(key), unitOf(known)];
  const turned =
    typeof value === 'number' && from !== undefined && to !== undefined
      ? converted(value, from, to)
      : undefined;
  return turned === undefined ? known : `${known}: ${turned}`;
};

const numberWithUnit = /^\s*(\d+(?:[.,]\d+)?)(?:\s*(ms|s|m|min|h|%))?\s*$/;

/** The number that was meant by a text such as `'30s'`, `'70 %'` or `'5'`, in the key's unit. */
const numberMeantBy = (key: string, text: string): number | undefined => {
  const [, digits, unit] = numberWithUnit.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const value = Number(digits.replace(',', '.'));
  const wanted = unitOf(key);
  return unit === undefined ? value : wanted === undefined ? undefined : converted(value, unit, wanted);
};

/**
 * The number that was most likely meant where a value is refused: a percentage for a share, seconds for
 * milliseconds or the other way round, a number in quotes. Undefined: nothing comes to mind.
 *
 * @param limits the range that the schema has, where the value missed it
 * @example meantNumber('targetUtilization', 70) // 0.7
 */
export const meantNumber = (key: string, value: unknown): number | undefined => {
  if (typeof value === 'string') return numberMeantBy(key, value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const unit = unitOf(key);
  if (unit === 'share' && value > 1 && value <= 100) return converted(value, '%', 'share');
  if (unit === 'ms' && value > 0 && value < 100) return converted(value, 's', 'ms');
  if (unit === 's' && value >= 1000 && value % 100 === 0) return converted(value, 'ms', 's');
  return undefined;
};
