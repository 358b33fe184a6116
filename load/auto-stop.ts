import { isOk, type LoadLine } from '../runs/schema/load-series.ts';

export type AutoStopLimit = { readonly maxErrorShare: number; readonly windowSeconds: number };

/** Fewer answers than this say nothing about a share. */
const fewestRequests = 10;

/**
 * Watches the error share over the last `windowSeconds` seconds of arrivals and gives the reason to stop once it
 * passes the limit. Says nothing before a whole window of load has gone by. Memory: one window.
 */
export const createAutoStop = ({ maxErrorShare, windowSeconds }: AutoStopLimit) => {
  const bySecond = new Map<number, { errors: number; requests: number }>();
  let firstSecond = Number.POSITIVE_INFINITY;
  let latestSecond = Number.NEGATIVE_INFINITY;

  const book = (line: LoadLine): void => {
    if (line.kind !== 'counts') return;
    const cell = bySecond.get(line.second) ?? { errors: 0, requests: 0 };
    for (const [outcome, n] of Object.entries(line.outcomes)) {
      cell.requests += n;
      if (!isOk(outcome)) cell.errors += n;
    }
    bySecond.set(line.second, cell);
    firstSecond = Math.min(firstSecond, line.second);
    latestSecond = Math.max(latestSecond, line.second);
  };

  return (lines: readonly LoadLine[]): string | null => {
    for (const line of lines) book(line);
    for (const second of bySecond.keys()) if (second <= latestSecond - windowSeconds) bySecond.delete(second);
    if (latestSecond - firstSecond + 1 < windowSeconds) return null;
    const sum = { errors: 0, requests: 0 };
    for (const cell of bySecond.values()) {
      sum.errors += cell.errors;
      sum.requests += cell.requests;
    }
    const share = sum.errors / sum.requests;
    if (sum.requests < fewestRequests || share < maxErrorShare) return null;
    return `${sum.errors} of ${sum.requests} requests of the last ${windowSeconds} s failed: the limit is a share of ${maxErrorShare}`;
  };
};
