import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { type DayStep, isDayProfile, parseDayProfile } from './day-profile.ts';
import { readTraceText } from './read-text.ts';
import { readTrace } from './read-trace.ts';

/** What a file for `plan --for` holds. */
type PlannedTraffic =
  | { readonly kind: 'counts'; readonly perSecond: readonly number[] }
  | { readonly kind: 'day'; readonly steps: readonly DayStep[] };

const readText = (file: string): string => {
  try {
    return readTraceText(file, '--for');
  } catch (cause) {
    if (cause instanceof HeadroomError) throw cause;
    throw new HeadroomError('E_USAGE', {
      what: `--for: the file can't be read: ${messageOf(cause)}`,
      where: file,
      fix: 'name a CSV file of counts per second, of time stamps, or of a day',
      cause,
    });
  }
};

/**
 * Traffic to plan for: counts per second, one time stamp per request, or the profile of a day.
 *
 * @param file an absolute path
 * @throws HeadroomError E_USAGE for a file that can't be read, E_CONFIG for lines that can't
 */
export const readPlannedTraffic = (file: string): PlannedTraffic => {
  const text = readText(file);
  if (isDayProfile(text, file)) return { kind: 'day', steps: parseDayProfile({ text, file }) };
  const { perSecond } = readTrace({ scenario: 'replay', trace: file, fromSecond: 0, rateFactor: 1 });
  return { kind: 'counts', perSecond };
};
