import type { Arrivals } from '../../runs/schema/model/arrivals.ts';
import { expectedRequests } from '../../runs/schema/model/expected-requests.ts';
import { type RatePiece, ratePieces } from '../../runs/schema/model/rate-steps.ts';
import { gammaSampler } from '../stats/distributions.ts';
import { createRandom, type RandomStream } from '../stats/random.ts';
import { fillExponentials } from '../stats/ziggurat.ts';
import { bufferFor } from './buffers.ts';

/** Times in ascending order, with an infinity behind the last, at index `count`. */
type ArrivalTimes = { readonly count: number; readonly seconds: Float64Array };

type Buffer = { seconds: Float64Array; count: number };

const makeRoom = (buffer: Buffer, length: number): void => {
  if (length <= buffer.seconds.length) return;
  const larger = new Float64Array(2 * length);
  larger.set(buffer.seconds);
  buffer.seconds = larger;
};

const push = (buffer: Buffer, second: number): void => {
  makeRoom(buffer, buffer.count + 1);
  buffer.seconds[buffer.count++] = second;
};

/** How many areas are drawn at a time, which takes half as long as one by one. */
const drawnAtOnce = 4096;

/** Draws the areas that follow into the places that their arrivals will have. Gives the first place without one. */
const drawAreas = (buffer: Buffer, count: number, random: RandomStream): number => {
  const end = count + drawnAtOnce;
  makeRoom(buffer, end);
  fillExponentials(buffer.seconds.subarray(count, end), random);
  return end;
};

/**
 * Poisson process of a stepwise rate, by inversion of the integrated rate: the areas under the rate between two
 * arrivals are standard exponential. Twice the rate moves the same draws closer, so two models stay comparable.
 */
const addPoisson = (buffer: Buffer, pieces: readonly RatePiece[], random: RandomStream): void => {
  let count = 0;
  let end = drawAreas(buffer, count, random);
  let { seconds } = buffer;
  let areaToNext = seconds[0]!;
  for (const { startSecond, endSecond, ratePerSecond } of pieces) {
    let at = startSecond;
    let next = at + areaToNext / ratePerSecond;
    while (next < endSecond) {
      seconds[count++] = next;
      if (count === end) {
        end = drawAreas(buffer, count, random);
        ({ seconds } = buffer);
      }
      at = next;
      areaToNext = seconds[count]!;
      next = at + areaToNext / ratePerSecond;
    }
    areaToNext = Math.max(0, areaToNext - (endSecond - at) * ratePerSecond);
  }
  buffer.count = count;
};

/**
 * A rate of its own for each second, gamma-distributed about the planned one, so that the counts are negative binomial.
 * Every second has a random stream of its own: a higher rate in one moves no other.
 */
const burstyPieces = (
  pieces: readonly RatePiece[],
  dispersion: number,
  random: RandomStream,
): RatePiece[] => {
  const seed = Math.floor(random() * 2 ** 31);
  return pieces.flatMap(({ startSecond, endSecond, ratePerSecond }) =>
    Array.from({ length: Math.ceil(endSecond - startSecond) }, (_, i) => {
      const start = startSecond + i;
      const shape = ratePerSecond / (dispersion - 1);
      const sample = gammaSampler(shape, createRandom(seed, Math.floor(start)));
      return {
        startSecond: start,
        endSecond: Math.min(endSecond, start + 1),
        ratePerSecond: shape > 0 ? sample() * (dispersion - 1) : 0,
      };
    }),
  );
};

/** Share of an arrival that float sums may be off at the end of a piece. */
const slackArrivals = 1e-9;

/** Arrival k at the time at which the area under the rate is k: the first one at once. */
const addEven = (buffer: Buffer, pieces: readonly RatePiece[]): void => {
  let areaBefore = 0;
  for (const { startSecond, endSecond, ratePerSecond } of pieces) {
    const areaAfter = areaBefore + (endSecond - startSecond) * ratePerSecond;
    for (let k = Math.ceil(areaBefore - slackArrivals); k < areaAfter - slackArrivals; k++) {
      push(buffer, startSecond + Math.max(0, k - areaBefore) / ratePerSecond);
    }
    areaBefore = areaAfter;
  }
};

/**
 * Given counts, uniform inside their second. The order statistics of n uniform times are the partial sums of
 * n + 1 exponentials over their total (Devroye, "Non-Uniform Random Variate Generation", 1986, V.3.1): no sorting.
 */
const addCounts = (buffer: Buffer, perSecond: readonly number[], random: RandomStream): void => {
  perSecond.forEach((n, second) => {
    const first = buffer.count;
    const end = first + n;
    makeRoom(buffer, end + 1);
    const { seconds } = buffer;
    fillExponentials(seconds.subarray(first, end + 1), random);
    let sum = 0;
    for (let i = first; i < end; i++) {
      sum += seconds[i]!;
      seconds[i] = sum;
    }
    const total = sum + seconds[end]!;
    for (let i = first; i < end; i++) seconds[i] = second + seconds[i]! / total;
    buffer.count = end;
  });
};

/**
 * Arrival times of one replication in [0, durationSeconds).
 *
 * @param memory used for the times if it is large enough, else given back
 * @example createArrivals({ kind: 'even', ratePerSecond: [{ atSecond: 0, rate: 2 }] }, 2, random).seconds
 *   // 0, 0.5, 1, 1.5, Infinity
 */
export const createArrivals = (
  arrivals: Arrivals,
  durationSeconds: number,
  random: RandomStream,
  memory: Float64Array = new Float64Array(0),
): ArrivalTimes => {
  const expected = expectedRequests(arrivals, durationSeconds);
  const capacity = Math.ceil(expected + 5 * Math.sqrt(expected)) + drawnAtOnce;
  const seconds = bufferFor(memory, capacity);
  const buffer: Buffer = { seconds, count: 0 };
  switch (arrivals.kind) {
    case 'poisson': {
      const pieces = ratePieces(arrivals.ratePerSecond, durationSeconds);
      const { dispersion = 1 } = arrivals;
      addPoisson(buffer, dispersion > 1 ? burstyPieces(pieces, dispersion, random) : pieces, random);
      break;
    }
    case 'even':
      addEven(buffer, ratePieces(arrivals.ratePerSecond, durationSeconds));
      break;
    case 'counts':
      addCounts(buffer, arrivals.perSecond, random);
      break;
    case 'timestamps':
      for (const second of Float64Array.from(arrivals.seconds).sort()) push(buffer, second);
  }
  const { count } = buffer;
  push(buffer, Number.POSITIVE_INFINITY);
  return { count, seconds: buffer.seconds };
};
