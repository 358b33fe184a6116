import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { midModel } from '../../../../planner/calibrate/draws.ts';
import { longestWaitMs, timeoutChain, timeoutNotes } from '../../../../planner/recommend/search/timeouts.ts';
import { buildCalibration } from '../builders.ts';

describe('the chain of timeouts', () => {
  it('outwaits the link behind it, whatever the wait', () => {
    const middle = midModel(buildCalibration({ serviceMs: 700, lagMs: 1000, requestTimeoutMs: 2000 }));
    assert(
      property(integer({ min: 0, max: 100_000 }), (queueWaitMs) => {
        const { modelMs, routerMs, gatewayMs, clientMs } = timeoutChain(middle, queueWaitMs);
        expect(routerMs).toBeGreaterThanOrEqual(queueWaitMs + modelMs);
        expect(gatewayMs).toBeGreaterThan(routerMs);
        expect(clientMs).toBeGreaterThan(gatewayMs);
      }),
    );
  });
});

describe('the notes on timeouts', () => {
  const notesWith = (clientTimeoutMs: number) =>
    timeoutNotes({
      neededMs: 18_000,
      nowMs: 5000,
      clientTimeoutMs,
      queueWaitMs: 500,
      slo: { maxErrorShare: 0.01 },
    });

  it('tell of a client that gives up before slow requests end, as no settings help those', () => {
    expect(notesWith(10_000)).toContainEqual({
      code: 'clientCutsSlow',
      clientTimeoutMs: 10_000,
      neededMs: 18_000,
    });
    expect(notesWith(18_000)).not.toContainEqual(expect.objectContaining({ code: 'clientCutsSlow' }));
  });
});

describe('the longest wait that is searched', () => {
  type Others = { readonly p95LatencyMs?: number; readonly documentedMs?: number | null };

  const longestAfter = (queueWaitMs: number, { documentedMs = 500, ...slo }: Others = {}): number | null => {
    const middle = midModel(buildCalibration({ serviceMs: 100, lagMs: 1000, queueWaitMs }));
    return longestWaitMs(middle, { slo: { maxErrorShare: 0.01, ...slo }, documentedMs });
  };

  it('does not grow when an advice is applied and fed back', () => {
    for (const queueWaitMs of [100, 500, 3000]) {
      const advised = longestAfter(queueWaitMs)!;
      expect(longestAfter(advised)).toBe(advised);
    }
  });

  it('is twice what the platform at hand documents, or what is in use where that is longer', () => {
    expect(longestAfter(500)).toBe(1000);
    expect(longestAfter(500, { documentedMs: 2000 })).toBe(4000);
    expect(longestAfter(3000)).toBe(3000);
    expect(longestAfter(500, { documentedMs: null })).toBe(500);
  });

  it('is rounded down to two significant digits where the SLO leaves less, and is left alone where it is in use', () => {
    expect(longestAfter(500, { p95LatencyMs: 899 })).toBe(790);
    expect(longestAfter(790, { p95LatencyMs: 899 })).toBe(790);
    expect(longestAfter(3000, { p95LatencyMs: 2577 })).toBe(2400);
    expect(longestAfter(500, { p95LatencyMs: 107 })).toBe(7);
    expect(longestAfter(500, { p95LatencyMs: 90 })).toBe(0);
    expect(longestAfter(1234.5)).toBe(1234.5);
  });

  it('is none where waits have no limit now', () => {
    const middle = midModel(buildCalibration({ serviceMs: 100, lagMs: 1000 }));
    const unlimited = { ...middle, router: { ...middle.router, queueWaitLimitMs: null } };
    const slo = { maxErrorShare: 0.01, p95LatencyMs: 400 };
    expect(longestWaitMs(unlimited, { slo, documentedMs: 500 })).toBeNull();
  });

  it('leaves room for the service time below the latency of the SLO', () => {
    expect(longestAfter(500, { p95LatencyMs: 400 })).toBe(300);
  });
});
