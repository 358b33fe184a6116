import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { boundsOf, nextProbeDelayMs, overlapOf } from '../../../cluster/follow/clock.ts';
import { collectFrom, linesOf } from '../collector.ts';
import { startScriptedApiServer } from '../scripted-api-server.ts';

const sample = fc.record({
  offsetMs: fc.integer({ min: -1e7, max: 1e7 }),
  sentAtMs: fc.integer({ min: 1e12, max: 2e12 }),
  outMs: fc.integer({ min: 0, max: 3_000 }),
  backMs: fc.integer({ min: 0, max: 3_000 }),
});

test('the bounds that a Date header gives hold the offset, however slow the way there and back', () => {
  fc.assert(
    fc.property(sample, ({ offsetMs, sentAtMs, outMs, backMs }) => {
      const writtenMs = sentAtMs + outMs + offsetMs;
      const bounds = boundsOf({
        sentAtMs,
        receivedAtMs: sentAtMs + outMs + backMs,
        dateMs: Math.floor(writtenMs / 1_000) * 1_000,
      });
      expect(bounds.lowMs).toBeLessThanOrEqual(offsetMs);
      expect(bounds.highMs).toBeGreaterThan(offsetMs);
    }),
  );
});

test('a probe falls on the turn of the second that the middle of the bounds predicts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e6, max: 1e6 }),
      fc.integer({ min: 1e12, max: 2e12 }),
      fc.integer({ min: 0, max: 200 }),
      (middleMs, nowMs, roundTripMs) => {
        const bounds = { lowMs: middleMs - 300, highMs: middleMs + 300 };
        const delayMs = nextProbeDelayMs(bounds, nowMs, roundTripMs);
        expect(delayMs).toBeGreaterThanOrEqual(0);
        expect(delayMs).toBeLessThan(1_000);
        expect((nowMs + delayMs + roundTripMs / 2 + middleMs) % 1_000).toBeCloseTo(0, 3);
      },
    ),
  );
});

test('samples that contradict each other have no overlap', () => {
  expect(overlapOf({ lowMs: 0, highMs: 10 }, { lowMs: 5, highMs: 20 })).toEqual({ lowMs: 5, highMs: 10 });
  expect(overlapOf({ lowMs: 0, highMs: 10 }, { lowMs: 11, highMs: 20 })).toBeNull();
});

test('the offset of the cluster’s clock is found far below the second to which headers are cut', async () => {
  const server = await startScriptedApiServer();
  onTestFinished(server.close);
  server.clockOffsetMs = 4_321;
  const { lines, until } = await collectFrom(server.url, { now: () => Date.now() - 60_000 });
  await until((all) => linesOf(all, 'clock').length === 2);
  const [coarse, fine] = linesOf(lines, 'clock');
  for (const line of [coarse!, fine!])
    expect(Math.abs(line.offsetMs - 64_321)).toBeLessThanOrEqual(line.uncertaintyMs);
  expect(fine!.uncertaintyMs).toBeLessThan(coarse!.uncertaintyMs / 4);
});
