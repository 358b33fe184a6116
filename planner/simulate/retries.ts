import type { Retries } from '../../runs/schema/load/retries.ts';
import { uniformAt } from '../stats/random.ts';
import { addEvent, createEventHeap, type EventHeap, removeFirst } from './event-heap.ts';

/** What clients do about requests that failed, while a replication runs. */
export type RetryBook = {
  readonly settings: Retries;
  readonly seed: number;
  /** By request: how often it was tried again. */
  readonly counts: Uint8Array;
  /** Retries that are due, by time; the subject is the request. */
  readonly due: EventHeap;
  /** What is left of the budget, in retries. */
  budget: number;
  /** Retries sent so far. */
  sent: number;
};

/** Retries beyond their share that a budget allows at once: it must not end the first failures of a quiet hour. */
const budgetMost = 10;

/** No retry yet, of so many requests. */
export const createRetryBook = (settings: Retries, requests: number, seed: number): RetryBook => ({
  settings,
  seed,
  counts: new Uint8Array(requests),
  due: createEventHeap(),
  budget: settings.budgetShare === null ? Number.POSITIVE_INFINITY : budgetMost,
  sent: 0,
});

/** A first request adds its share to the budget. */
export const noteFirstRequest = (book: RetryBook): void => {
  const { budgetShare } = book.settings;
  if (budgetShare !== null) book.budget = Math.min(budgetMost, book.budget + budgetShare);
};

/** Draws of one request must not meet those of another. */
const drawsPerRequest = 128;

/**
 * How long a client waits before it tries again, in ms. The load has the same rule (`load/module/retries.go`);
 * `test/fixtures/retries.json` holds what both must answer.
 *
 * @param tried how often the request was tried again before
 * @param draw in [0, 1): what chance says of the jitter
 * @param askedMs what the answer asks for (Retry-After); 0 for nothing
 * @example pauseMsOf(retriesSchema.parse({ countMax: 5, jitterShare: 0 }), { tried: 3, draw: 0.5, askedMs: 0 }) // 800
 */
export const pauseMsOf = (
  { backoffMs, backoffGrowth, backoffMaxMs, jitterShare, retryAfterMs }: Retries,
  { tried, draw, askedMs }: { readonly tried: number; readonly draw: number; readonly askedMs: number },
): number => {
  const longest = Math.min(backoffMaxMs, backoffMs * backoffGrowth ** tried);
  const backoff = longest * (1 - jitterShare * draw);
  return retryAfterMs === null ? backoff : Math.max(backoff, askedMs);
};

const pauseSeconds = (book: RetryBook, request: number, asksToWait: boolean): number => {
  const tried = book.counts[request]!;
  const draw = uniformAt(book.seed, request * drawsPerRequest + tried);
  const askedMs = asksToWait ? (book.settings.retryAfterMs ?? 0) : 0;
  return pauseMsOf(book.settings, { tried, draw, askedMs }) / 1000;
};

/**
 * Lets the client of a request that failed try again, if it still may.
 *
 * @param asksToWait whether the answer came from the service, which may say after what time to come back
 */
export const retryLater = (
  book: RetryBook,
  request: number,
  { failedAtSeconds, asksToWait }: { readonly failedAtSeconds: number; readonly asksToWait: boolean },
): void => {
  if (book.counts[request]! >= book.settings.countMax || book.budget < 1) return;
  book.budget--;
  const atSeconds = failedAtSeconds + pauseSeconds(book, request, asksToWait);
  book.counts[request]!++;
  addEvent(book.due, atSeconds, request);
};

/** When the next retry is due; infinity if none is. */
export const nextRetrySeconds = ({ due }: RetryBook): number => due.atSeconds[0]!;

/** Takes out the next retry: its request. */
export const takeRetry = (book: RetryBook): number => {
  const request = book.due.subjects[0]!;
  removeFirst(book.due);
  book.sent++;
  return request;
};
