import { HeadroomError } from '../../errors/headroom-error.ts';
import type { ReplayLoad } from '../../runs/schema/load/load.ts';
import type { TraceReading } from '../../runs/schema/load/trace-reading.ts';
import { readingOf } from './reading.ts';
import { offsetsInside } from './series/times-reading.ts';
import { readTraceText } from './text/read-text.ts';

/**
 * Counts times a factor, whole numbers again: what is cut off one second is carried to the next that has requests, so
 * the total is right to half a request and an empty second stays empty.
 *
 * @example scaledCounts([1, 0, 1, 1, 1], 0.5) // [1, 0, 0, 1, 0]
 */
export const scaledCounts = (perSecond: readonly number[], factor: number): number[] => {
  let [total, fired] = [0, 0];
  return perSecond.map((count) => {
    total += count;
    const due = Math.round(total * factor) - fired;
    fired += due;
    return due;
  });
};

/** What a replay fires. */
export type ChosenTrace = {
  readonly reading: TraceReading;
  /** Second of the trace at which the chosen part begins. */
  readonly fromSecond: number;
  /** Of the chosen part, times the factor: whole numbers, or means of a longer step or a rate. */
  readonly perSecond: readonly number[];
  /** Of a trace that is fired at its own times: ms inside each second. */
  readonly offsetsMs: readonly (readonly number[])[] | null;
};

/** A trace as a whole. @throws HeadroomError E_CONFIG when the file can't be read as a trace */
const readWholeTrace = (load: ReplayLoad): TraceReading => {
  const { text, notes } = readTraceText(load.trace, 'load.trace');
  const reading = readingOf(text, load.trace, load);
  return { ...reading, notes: [...notes, ...reading.notes] };
};

/**
 * What a replay fires: requests of each second of the chosen part of its trace, at their own times if asked.
 *
 * @param load with an absolute path
 * @throws HeadroomError E_CONFIG when the file can't be read as a trace, or holds nothing in the chosen part
 */
export const readTrace = (load: ReplayLoad): ChosenTrace => {
  const { trace: file, fromSecond, seconds, rateFactor } = load;
  const reading = readWholeTrace(load);
  const { perSecond: all, offsetsUs } = reading;
  const endSecond = seconds === undefined ? all.length : fromSecond + seconds;
  if (fromSecond >= all.length || endSecond > all.length) {
    throw new HeadroomError('E_CONFIG', {
      what: `load: seconds ${fromSecond} to ${endSecond} are asked for; the trace ends at second ${all.length}`,
      where: file,
      fix: 'lower load.fromSecond or load.seconds',
    });
  }
  const part = all.slice(fromSecond, endSecond);
  const isWhole = part.every((count) => Number.isInteger(count)) && reading.kind !== 'rates';
  const perSecond = isWhole ? scaledCounts(part, rateFactor) : part.map((rate) => rate * rateFactor);
  if (perSecond.every((count) => count === 0)) {
    throw new HeadroomError('E_CONFIG', {
      what: `load: no request in seconds ${fromSecond} to ${endSecond} of the trace`,
      where: file,
      fix: 'choose a busier part with load.fromSecond and load.seconds, or raise load.rateFactor',
    });
  }
  if (load.arrivals !== 'exact') return { reading, fromSecond, perSecond, offsetsMs: null };
  if (offsetsUs === null || rateFactor !== 1) {
    throw new HeadroomError('E_CONFIG', {
      what: "load.arrivals is 'exact', which needs time stamps with fractions of a second, and a rateFactor of 1",
      where: file,
      fix: 'take load.arrivals out: requests are then placed at random inside each second of the trace',
    });
  }
  const offsetsMs = offsetsInside(offsetsUs, { fromSecond, toSecond: endSecond });
  return { reading, fromSecond, perSecond, offsetsMs };
};
