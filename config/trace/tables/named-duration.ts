const microseconds: Readonly<Record<string, number>> = {
  h: 3_600_000_000,
  m: 60_000_000,
  s: 1_000_000,
  ms: 1000,
  us: 1,
  µs: 1,
  μs: 1,
  ns: 0.001,
};

const part = String.raw`(\d{1,15}(?:\.\d{1,15})?)(h|ms|m|s|[uµμ]s|ns)`;
const whole = new RegExp(`^(?:${part}){1,4}$`);
const parts = new RegExp(part, 'g');

/**
 * Whole microseconds of a duration that names its units, as Go writes it (https://pkg.go.dev/time#Duration.String); undefined for
 * any other text.
 *
 * @example namedDurationUs('1m2.5s') // 62500000
 */
export const namedDurationUs = (text: string): number | undefined =>
  whole.test(text)
    ? Math.round(
        [...text.matchAll(parts)].reduce((sum, [, n, unit]) => sum + Number(n) * microseconds[unit!]!, 0),
      )
    : undefined;
