import { addAllToHistogram, createHistogram, type Histogram } from './histogram.ts';
import { outcomeCodes } from './router.ts';
import type { Requests } from './series.ts';

/** Requests by outcome. */
export type Counts = {
  readonly requests: number;
  readonly ok: number;
  readonly rejected: number;
  readonly timedOut: number;
};

/** What the requests come to that were added to it. */
export type Fold = {
  requests: number;
  rejected: number;
  timedOut: number;
  /** Waits of the ok ones. */
  okWaitSeconds: number;
  /** Of the ok ones, as many as there are. */
  readonly latencies: Histogram;
  /** Of all requests; null where they are not asked for. */
  readonly waits: Histogram | null;
  /** Memory for the latencies that are counted at a time. */
  readonly latencySeconds: Float64Array;
};

/** How many latencies are counted at a time: quicker than one by one, and a run then leaves little memory behind. */
const countedAtOnce = 4096;

/**
 * A fold of no request.
 *
 * @param countsWaits whether the waits are asked for
 */
export const openFold = (countsWaits: boolean): Fold => ({
  requests: 0,
  rejected: 0,
  timedOut: 0,
  okWaitSeconds: 0,
  latencies: createHistogram(),
  waits: countsWaits ? createHistogram() : null,
  latencySeconds: new Float64Array(countedAtOnce),
});

type Stretch = { readonly from: number; readonly to: number };

/** Adds `countedAtOnce` requests at most. */
const addStretch = (fold: Fold, { workload, outcomes }: Requests, { from, to }: Stretch): void => {
  const { codes, waitSeconds } = outcomes;
  const { serviceSeconds } = workload;
  const { latencySeconds } = fold;
  let { okWaitSeconds } = fold;
  let [ok, timedOut] = [0, 0];
  for (let i = from; i < to; i++) {
    const code = codes[i];
    if (code === outcomeCodes.ok) {
      const wait = waitSeconds[i]!;
      okWaitSeconds += wait;
      latencySeconds[ok++] = wait + serviceSeconds[i]!;
    } else if (code === outcomeCodes.timedOut) timedOut++;
  }
  fold.okWaitSeconds = okWaitSeconds;
  fold.requests += to - from;
  fold.timedOut += timedOut;
  fold.rejected += to - from - ok - timedOut;
  if (fold.waits !== null) addAllToHistogram(fold.waits, waitSeconds.subarray(from, to));
  addAllToHistogram(fold.latencies, latencySeconds.subarray(0, ok));
};

/** Adds the requests from one number up to another. */
export const addRequests = (fold: Fold, requests: Requests, { from, to }: Stretch): void => {
  for (let begin = from; begin < to; begin += countedAtOnce)
    addStretch(fold, requests, { from: begin, to: Math.min(to, begin + countedAtOnce) });
};

/** How many requests were added so far. */
export const countsOf = ({ requests, rejected, timedOut, latencies }: Fold): Counts => ({
  requests,
  ok: latencies.count,
  rejected,
  timedOut,
});
