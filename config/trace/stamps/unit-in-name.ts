import type { EpochUnit } from './epoch.ts';

const units: readonly (readonly [EpochUnit, RegExp])[] = [
  ['ms', /(?:^|[^a-z])(?:ms|msec|millis|milliseconds?)$/i],
  ['us', /(?:^|[^a-z])(?:us|µs|usec|micros|microseconds?)$/i],
  ['ns', /(?:^|[^a-z])(?:ns|nsec|nanos|nanoseconds?)$/i],
  ['s', /(?:^|[^a-z])(?:s|secs?|seconds?)$/i],
];

/** Words apart: durationMs, duration_ms and duration (ms) end alike. */
const apart = (name: string): string =>
  name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * The unit that the name of a time or duration ends with. `undefined` where it names none.
 *
 * @example unitInName('durationMs') // 'ms'
 */
export const unitInName = (name: string): EpochUnit | undefined =>
  units.find(([, pattern]) => pattern.test(apart(name)))?.[0];

/**
 * The zone that a header names, as Azure's exports do.
 *
 * @example zoneInName('timestamp [UTC]') // 'UTC'
 */
export const zoneInName = (name: string): string | undefined =>
  /\b(?:utc|gmt)\b/i.test(apart(name)) ? 'UTC' : undefined;
