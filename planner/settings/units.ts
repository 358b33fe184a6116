import { expected } from '../../errors/expected.ts';
import type { Plain } from './text/splice.ts';

/** How a file spells one kind of value. `null` says "as if it were not there", `undefined` "not readable". */
export type Unit<Value> = {
  /** For messages: what the file should hold. */
  readonly is: string;
  readonly read: (raw: unknown) => Value | null | undefined;
  readonly write: (value: Value) => Plain;
};

/** A number, or a text that is nothing but one, as annotations are. */
const numberOf = (raw: unknown): number | undefined => {
  if (typeof raw === 'string' && raw.trim() !== '') return numberOf(Number(raw));
  return typeof raw === 'number' && Number.isFinite(raw) ? raw : undefined;
};

/** Cuts the noise that a factor of 100 or 1000 brings into a float: 0.29 x 100 is 28.999999999999996. */
const tidy = (value: number): number => Number(value.toPrecision(12));

const scaled = (is: string, factor: number, round: (value: number) => number): Unit<number> => ({
  is,
  read: (raw) => {
    const value = numberOf(raw);
    return value === undefined ? undefined : tidy(value / factor);
  },
  write: (value) => round(tidy(value * factor)),
});

/** A number as it is. */
export const number = scaled(expected.number, 1, (value) => value);

/** A switch. In quotes it is a text, and what its platform takes that for is not known. */
export const onOrOff: Pick<Unit<boolean>, 'is' | 'read'> = {
  is: expected.onOrOff,
  read: (raw) => (typeof raw === 'boolean' ? raw : undefined),
};

/** For a field that takes whole numbers only, where less is the safe side. */
export const wholeNumber = scaled(expected.wholeNumber, 1, (value) => Math.max(1, Math.floor(value)));

/** A share in a field of percentages: 0.7 is 70. */
export const percent = scaled(expected.percentage, 100, (value) => value);

/** A share in a field of whole percentages: 0.704 is 70. */
export const wholePercent = scaled(expected.wholePercentage, 100, Math.round);

/** Milliseconds in a field of whole seconds: rounded up, so that nobody's time gets shorter. */
export const msInSeconds = scaled(expected.seconds, 1 / 1000, Math.ceil);

const secondsPerUnit: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/**
 * Seconds of a Go duration.
 * Source: https://pkg.go.dev/time#ParseDuration
 *
 * @example durationSeconds('1m30s') // 90
 */
const durationSeconds = (text: string): number | undefined => {
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g);
  return tidy([...parts].reduce((sum, [, count, unit]) => sum + Number(count) * secondsPerUnit[unit!]!, 0));
};

/** Seconds in a field of Go durations: 90 is "90s". */
export const duration: Unit<number> = {
  is: expected.duration,
  read: (raw) => (typeof raw === 'string' ? durationSeconds(raw) : undefined),
  write: (seconds) => (Number.isInteger(seconds) ? `${seconds}s` : `${tidy(seconds * 1000)}ms`),
};

/** Milliseconds in a field of Go durations: 1500 is "1500ms". */
export const msDuration: Unit<number> = {
  is: duration.is,
  read: (raw) => {
    const seconds = duration.read(raw);
    return typeof seconds === 'number' ? tidy(seconds * 1000) : seconds;
  },
  write: (ms) => duration.write(ms / 1000),
};

const isoParts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * Milliseconds in a field of ISO 8601 durations, as Azure Resource Manager has them: 500 is "PT0.5S". Years and months
 * have no fixed length and are not read.
 */
export const isoDurationMs: Unit<number> = {
  is: expected.isoDuration,
  read: (raw) => {
    const match = typeof raw === 'string' && raw.length > 2 && !raw.endsWith('T') ? isoParts.exec(raw) : null;
    if (match === null) return undefined;
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
    return tidy((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
  },
  write: (ms) => `PT${tidy(ms / 1000)}S`,
};

/** Whole seconds in a field of ISO 8601 durations: 10 is "PT10S". */
export const isoDuration: Unit<number> = {
  is: isoDurationMs.is,
  read: (raw) => {
    const ms = isoDurationMs.read(raw);
    return typeof ms === 'number' ? tidy(ms / 1000) : ms;
  },
  write: (seconds) => isoDurationMs.write(seconds * 1000),
};

const decimalSuffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
};

const quantitySuffixes: Readonly<Record<string, number>> = {
  ...decimalSuffixes,
  ...Object.fromEntries(['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, i) => [suffix, 1024 ** (i + 1)])),
};

/** The number of a Kubernetes quantity of 0 or more, in any of its spellings: "500m", "1.5Gi", "12e3". */
const quantityOf = (text: string): number | undefined => {
  const match = /^\+?(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+)|([KMGTPE]i|[numkMGTPE]))?$/.exec(text);
  if (match === null) return undefined;
  const [, digits, exponent = '0', suffix = ''] = match;
  const value = Number(digits) * 10 ** Number(exponent) * quantitySuffixes[suffix]!;
  return Number.isInteger(value) ? value : tidy(value);
};

/** The coarsest unit in which a number below 1 is whole; billionths are the finest that Kubernetes knows. */
const smallQuantity = (value: number): string => {
  const suffix = ['m', 'u'].find((one) => Number.isInteger(tidy(value / decimalSuffixes[one]!))) ?? 'n';
  return `${Math.ceil(tidy(value / decimalSuffixes[suffix]!))}${suffix}`;
};

/**
 * A Kubernetes quantity. Read in every spelling, written as a whole number, in thousandths, or finer below 1.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export const quantity: Unit<number> = {
  is: expected.quantity,
  read: (raw) => quantityOf(String(raw)),
  write: (value) => {
    if (Number.isInteger(value)) return String(value);
    return value < 1 ? smallQuantity(value) : `${Math.round(value * 1000)}m`;
  },
};

/** The same unit in a field that must be a text, such as an annotation. */
export const asText = <Value>(unit: Unit<Value>): Unit<Value> => ({
  ...unit,
  write: (value) => String(unit.write(value)),
});

/** One of a few words, each of which stands for one of ours. */
export const oneOf = <Value extends string>(words: Readonly<Record<Value, string>>): Unit<Value> => ({
  is: Object.values(words).join(' or '),
  read: (raw) => (Object.keys(words) as Value[]).find((value) => words[value] === raw),
  write: (value) => words[value],
});
