import type { LoadCounts, LoadLine } from '../../runs/schema/load-series.ts';
import type { Recording } from './recording.ts';

/** Each try as a request of its own. */
const servedCounts = ({ triesMs = {}, requests = 0, retries = 0, ...line }: LoadCounts): LoadCounts => ({
  ...line,
  requests: requests + retries,
  outcomes: Object.fromEntries(Object.entries(triesMs).map(([outcome, { count }]) => [outcome, count])),
  latencyMs: triesMs,
});

const servedLine = (line: LoadLine): LoadLine => (line.kind === 'counts' ? servedCounts(line) : line);

/**
 * A recording as the service saw it: where the load tries again, each try is a request of the second that sent it, with
 * its own outcome and time. What a service does is measured on this; what became of an arrival stands in the recording
 * as it is. `arrivals` are the planned ones in both.
 */
export const asServed = (recording: Recording): Recording =>
  recording.run.config.load.retries === undefined
    ? recording
    : { ...recording, load: recording.load.map(servedLine) };
