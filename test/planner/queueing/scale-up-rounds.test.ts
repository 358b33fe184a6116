import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaleUpRounds } from '../../../planner/queueing/scale-up-rounds.ts';

const spike = (from: number, to: number, lagSeconds: number, targetUtilization: number) =>
  scaleUpRounds({
    fromRatePerSecond: from,
    toRatePerSecond: to,
    serviceSeconds: 0.1,
    slotsPerReplica: 1,
    targetUtilization,
    lagSeconds,
    tickSeconds: 1,
  });

describe('scaleUpRounds', () => {
  it.each([
    [700, 2100, 20, 0.7, [100, 143, 205, 293], 38_220],
    [700, 2100, 20, 0.5, [140, 280], 14_700],
    [700, 2100, 20, 0.3, [234], 0],
    [700, 1200, 30, 0.7, [100, 143], 6200],
    [700, 1000, 20, 0.7, [100], 0],
  ])('%i -> %i/s, lag %i s, target %f: replicas %j, %i lost', (from, to, lag, target, replicas, lost) => {
    const rounds = spike(from, to, lag, target);
    expect(rounds.replicas).toEqual(replicas);
    expect(rounds.lostRequests).toBeCloseTo(lost, 6);
  });

  it('never recovers at a target of 1, where busy replicas look just right', () => {
    expect(spike(700, 2100, 20, 1)).toEqual({ replicas: [70], lostRequests: Number.POSITIVE_INFINITY });
  });

  it('costs more with a larger spike and with a longer lag', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 50, max: 2000 }),
        fc.double({ min: 1, max: 10, noNaN: true }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        (from, factor, target) => {
          const { lostRequests } = spike(from, from * factor, 20, target);
          expect(spike(from, from * factor * 1.1, 20, target).lostRequests).toBeGreaterThanOrEqual(
            lostRequests,
          );
          expect(spike(from, from * factor, 30, target).lostRequests).toBeGreaterThanOrEqual(lostRequests);
        },
      ),
    );
  });
});
