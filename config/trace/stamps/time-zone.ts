/** Offset of a zone from UTC at a moment, in minutes: +120 for Berlin in summer. */
type ZoneOffset = (atMs: number) => number;

const minuteMs = 60_000;

/** Offsets change on whole quarters of an hour. */
const quarterMs = 15 * minuteMs;

const fixed = /^(?:UTC|GMT|Z)?([+-])(\d{1,2}):?(\d\d)?$/i;

const offsetByName = (format: Intl.DateTimeFormat): ZoneOffset => {
  const known = new Map<number, number>();
  const offsetAt = (atMs: number): number => {
    const parts = Object.fromEntries(
      format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]),
    );
    const { year, month, day, hour, minute } = parts as Record<string, number>;
    const localMs = Date.UTC(year!, month! - 1, day!, hour! % 24, minute!);
    return Math.round((localMs - Math.floor(atMs / minuteMs) * minuteMs) / minuteMs);
  };
  return (atMs) => {
    const quarter = Math.floor(atMs / quarterMs);
    const offset = known.get(quarter) ?? offsetAt(quarter * quarterMs);
    known.set(quarter, offset);
    return offset;
  };
};

/**
 * The offsets of a zone by its IANA name (Europe/Berlin), or one fixed offset (+02:00, UTC). `undefined` for a zone
 * that is not known.
 *
 * @example zoneOffsetOf('+02:00')?.(0) // 120
 */
export const zoneOffsetOf = (zone: string): ZoneOffset | undefined => {
  if (/^(?:UTC|GMT|Z)$/i.test(zone)) return () => 0;
  const [, sign, hours, minutes = '0'] = fixed.exec(zone) ?? [];
  if (hours !== undefined) {
    const offset = (sign === '-' ? -1 : 1) * (60 * Number(hours) + Number(minutes));
    return Math.abs(offset) <= 14 * 60 ? () => offset : undefined;
  }
  try {
    return offsetByName(
      new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
      }),
    );
  } catch {
    return undefined;
  }
};

/**
 * The moments that a local time may mean: one, none in the hour that a clock skips, two in the hour that it repeats.
 * Epoch ms, ascending.
 */
export const momentsOf = (localMs: number, offsetAt: ZoneOffset): number[] => {
  const around = [offsetAt(localMs - 86_400_000), offsetAt(localMs + 86_400_000)];
  const candidates = [...new Set(around)].map((offset) => localMs - offset * minuteMs);
  return candidates.filter((atMs) => atMs + offsetAt(atMs) * minuteMs === localMs).sort((a, b) => a - b);
};
