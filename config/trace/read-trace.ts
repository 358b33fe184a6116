import { HeadroomError } from '../../errors/headroom-error.ts';
import type { ReplayLoad } from '../../runs/schema/load.ts';
import { parseTimedTrace, type TimedTrace } from './parse-trace.ts';
import { readTraceText } from './read-text.ts';

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

/**
 * What a replay fires: requests of each second of the chosen part of its trace, at their own times if asked.
 *
 * @param load with an absolute path
 * @throws HeadroomError E_CONFIG when the file can't be read as a trace, or holds nothing in the chosen part
 */
export const readTrace = (load: ReplayLoad): TimedTrace => {
  const { trace: file, column, fromSecond, seconds, rateFactor } = load;
  const { perSecond, offsetsMs } = parseTimedTrace({ text: readTraceText(file, 'load.trace'), file, column });
  const endSecond = seconds === undefined ? perSecond.length : fromSecond + seconds;
  if (fromSecond >= perSecond.length || endSecond > perSecond.length) {
    throw new HeadroomError('E_CONFIG', {
      what: `load: seconds ${fromSecond} to ${endSecond} are asked for; the trace ends at second ${perSecond.length}`,
      where: file,
      fix: 'lower load.fromSecond or load.seconds',
    });
  }
  const chosen = scaledCounts(perSecond.slice(fromSecond, endSecond), rateFactor);
  if (chosen.every((count) => count === 0)) {
    throw new HeadroomError('E_CONFIG', {
      what: `load: no request in seconds ${fromSecond} to ${endSecond} of the trace`,
      where: file,
      fix: 'choose a busier part with load.fromSecond and load.seconds, or raise load.rateFactor',
    });
  }
  if (load.arrivals !== 'exact') return { perSecond: chosen, offsetsMs: null };
  if (offsetsMs === null || rateFactor !== 1) {
    throw new HeadroomError('E_CONFIG', {
      what: "load.arrivals is 'exact', which needs time stamps with fractions of a second, and a rateFactor of 1",
      where: file,
      fix: 'take load.arrivals out: requests are then placed at random inside each second of the trace',
    });
  }
  return { perSecond: chosen, offsetsMs: offsetsMs.slice(fromSecond, endSecond) };
};
