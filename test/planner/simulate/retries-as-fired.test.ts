import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createRetryBook,
  nextRetrySeconds,
  noteFirstRequest,
  pauseMsOf,
  retryLater,
  takeRetry,
} from '../../../planner/simulate/retries.ts';
import { retriesSchema } from '../../../runs/schema/load/retries.ts';

type Shared = {
  readonly pauses: readonly {
    readonly about: string;
    readonly retries: object;
    readonly tried: number;
    readonly draw: number;
    readonly askedMs?: number;
    readonly pauseMs: number;
  }[];
  readonly budgets: readonly {
    readonly about: string;
    readonly budgetShare: number | null;
    readonly firsts: number;
    readonly failures: number;
    readonly retries: number;
  }[];
  readonly shares: readonly {
    readonly about: string;
    readonly budgetShare: number;
    readonly requests: number;
    readonly retries: number;
  }[];
};

/** The module's tests read it too: `load/module/retries_test.go`. */
const shared = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/retries.json'), 'utf8'),
) as Shared;

const bookOf = (budgetShare: number | null, requests: number) =>
  createRetryBook(retriesSchema.parse({ countMax: 1, budgetShare }), requests, 1);

const fail = (book: ReturnType<typeof bookOf>, request: number): void =>
  retryLater(book, request, { failedAtSeconds: 0, asksToWait: false });

/** Takes out all that is due. */
const sentBy = (book: ReturnType<typeof bookOf>): number => {
  while (Number.isFinite(nextRetrySeconds(book))) takeRetry(book);
  return book.sent;
};

describe('a simulated client tries again as the load does', () => {
  it.each(shared.pauses)('pause before a retry: $about', ({ retries, tried, draw, askedMs = 0, pauseMs }) => {
    expect(pauseMsOf(retriesSchema.parse(retries), { tried, draw, askedMs })).toBeCloseTo(pauseMs, 9);
  });

  it.each(shared.budgets)('retries within a budget: $about', ({ budgetShare, firsts, failures, retries }) => {
    const book = bookOf(budgetShare, failures);
    for (let i = 0; i < firsts; i++) noteFirstRequest(book);
    for (let i = 0; i < failures; i++) fail(book, i);
    expect(sentBy(book)).toBe(retries);
  });

  it.each(shared.shares)(
    'share of requests that are retried: $about',
    ({ budgetShare, requests, retries }) => {
      const book = bookOf(budgetShare, requests);
      for (let i = 0; i < requests; i++) {
        noteFirstRequest(book);
        fail(book, i);
      }
      expect(sentBy(book)).toBe(retries);
    },
  );
});
