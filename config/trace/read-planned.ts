import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import type { TraceReading } from '../../runs/schema/load/trace-reading.ts';
import { type DayProfile, isDayProfile, parseDayProfile } from './day-profile.ts';
import { readingOf } from './reading.ts';
import { refuseTrace, type TraceOptions } from './tables/table.ts';
import { readTraceText } from './text/read-text.ts';

/** What a file for `plan --for` holds. */
type PlannedTraffic =
  | { readonly kind: 'trace'; readonly reading: TraceReading }
  | { readonly kind: 'day'; readonly profile: DayProfile };

const readText = (file: string): ReturnType<typeof readTraceText> => {
  try {
    return readTraceText(file, '--for');
  } catch (cause) {
    if (cause instanceof HeadroomError) throw cause;
    throw new HeadroomError('E_USAGE', {
      what: `--for: the file can't be read: ${messageOf(cause)}`,
      where: file,
      fix: 'name a file of requests, of their numbers, or of a day',
      cause,
    });
  }
};

/** @example optionOf('timeZone') // '--time-zone' */
const optionOf = (field: string): string =>
  `--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The options of the command line where a replay has fields of `load`: load.timeZone is --time-zone. */
const inItsWords = (read: () => TraceReading): TraceReading => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HeadroomError)) throw error;
    const asOption = (text: string): string =>
      text.replaceAll(/\bload\.([a-zA-Z]+):?/g, (_, field: string) => optionOf(field));
    throw new HeadroomError(
      error.code,
      error.details.map(({ what, fix, ...rest }) => ({
        ...rest,
        what: asOption(what),
        ...(fix !== undefined && { fix: asOption(fix) }),
      })),
    );
  }
};

/** A day has two columns of its own and no dates. @throws HeadroomError E_USAGE for an option that only a trace has */
const refuseOfTrace = (file: string, options: TraceOptions): void => {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  if (given.length === 0) return;
  const names = given.map(([field]) => optionOf(field)).join(', ');
  throw new HeadroomError('E_USAGE', {
    what: `${names}: the file is a day, by time of day, and this is of a trace`,
    where: file,
    fix: `leave ${names} out, or name the file of a trace`,
  });
};

/**
 * Traffic to plan for: a trace in any form that a replay takes, or the profile of a day.
 *
 * @param file an absolute path
 * @throws HeadroomError E_USAGE for a file that can't be read and options that it has no use for, E_CONFIG for one that is not understood
 */
export const readPlannedTraffic = (file: string, options: TraceOptions = {}): PlannedTraffic => {
  const { text, notes } = readText(file);
  if (isDayProfile(text, file)) {
    refuseOfTrace(file, options);
    return { kind: 'day', profile: parseDayProfile({ text, file }) };
  }
  const reading = inItsWords(() => readingOf(text, file, options));
  if (reading.totalRequests === 0)
    refuseTrace({ file }, { what: 'it holds no request', fix: 'export a time in which there were requests' });
  return { kind: 'trace', reading: { ...reading, notes: [...notes, ...reading.notes] } };
};
