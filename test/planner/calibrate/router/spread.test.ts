import { describe, expect, it } from 'vitest';
import {
  likelihoodOfSpread,
  recordedSpread,
  replayedSpread,
} from '../../../../planner/calibrate/router/spread.ts';
import { outcomeCodes } from '../../../../planner/simulate/router.ts';
import { sketchOf } from '../../../../planner/stats/sketch.ts';
import { emptyCell } from '../../../../planner/timeline/fold-load.ts';
import { recordedOf } from '../../../../planner/timeline/recording.ts';
import { policySettingsSchema } from '../../../../runs/schema/policy.ts';
import { recordSpike } from '../../../builders/recording.ts';

type Second = { readonly latenciesMs: readonly number[]; readonly timedOut: number };

const spike = recordedOf(recordSpike({ policy: policySettingsSchema.parse({ kind: 'fixed', replicas: 8 }) }));
const overheadMs = 5;

/** The same requests, as a recording and as a replay tell them. */
const bothOf = (seconds: readonly Second[]) => {
  const classes = seconds.map(() => 0);
  const cells = seconds.map(({ latenciesMs, timedOut }) => ({
    ...emptyCell(),
    outcomes: { '200': latenciesMs.length, '504': timedOut },
    latencyMs: { '200': sketchOf(latenciesMs.map((ms) => ms + overheadMs)) },
  }));
  const requests = seconds.flatMap(({ latenciesMs, timedOut }, second) => [
    ...latenciesMs.map((ms) => ({ second, ms, code: outcomeCodes.ok })),
    ...Array.from({ length: timedOut }, () => ({ second, ms: 60_000, code: outcomeCodes.timedOut })),
  ]);
  const replayed = {
    workload: {
      count: requests.length,
      arrivalSeconds: Float64Array.from(requests, ({ second }) => second + 0.5),
      serviceSeconds: Float64Array.from(requests, () => 0.1),
    },
    outcomes: {
      codes: Uint8Array.from(requests, ({ code }) => code),
      waitSeconds: Float64Array.from(requests, ({ ms }) => ms / 1000 - 0.1),
    },
  };
  return {
    recorded: recordedSpread({ ...spike, cells }, classes, overheadMs)[0]!,
    replayed: replayedSpread(replayed as unknown as Parameters<typeof replayedSpread>[0], classes)[0]!,
  };
};

/** Twenty seconds, each longer than the one before, with four requests around it. */
const growing = (aroundMs: readonly number[]): Second[] =>
  Array.from({ length: 20 }, (_, second) => ({
    latenciesMs: aroundMs.map((ms) => 1000 + 100 * second + ms),
    timedOut: 0,
  }));

describe('how unlike requests of one second fare', () => {
  it('is the standard deviation within a second, not that of a growing backlog', () => {
    const { recorded, replayed } = bothOf(growing([-300, -100, 100, 300]));
    const deviationMs = Math.sqrt((2 * 300 ** 2 + 2 * 100 ** 2) / 3);
    const meanMs = 1000 + 100 * 9.5;
    expect(replayed.latencySpread).toBeCloseTo(deviationMs / meanMs, 6);
    expect(recorded.latencySpread).toBeCloseTo(deviationMs / meanMs, 2);
    expect(recorded.timeoutSpread).toBeNull();
  });

  it('is 0 for timeouts that come to whole seconds, and 1 for those that come by chance to any', () => {
    const whole = Array.from({ length: 20 }, (_, second) =>
      second < 10 ? { latenciesMs: [900, 900, 900, 900], timedOut: 0 } : { latenciesMs: [], timedOut: 4 },
    );
    expect(bothOf(whole).recorded.timeoutSpread).toBe(0);
    expect(bothOf(whole).replayed.timeoutSpread).toBe(0);
    const mixed = Array.from({ length: 200 }, (_, second) => {
      // Four tosses of a coin, each of the sixteen outcomes as often as the others.
      const timedOut = [...((second % 16) >>> 0).toString(2)].filter((bit) => bit === '1').length;
      return { latenciesMs: new Array<number>(4 - timedOut).fill(900), timedOut };
    }).slice(0, 192);
    expect(bothOf(mixed).recorded.timeoutSpread).toBeCloseTo(1, 6);
    expect(bothOf(mixed).replayed.timeoutSpread).toBeCloseTo(1, 6);
  });

  it('is not told by a few requests', () => {
    const { recorded, replayed } = bothOf(growing([-100, 0, 100]).slice(0, 5));
    expect(recorded).toEqual({ latencySpread: null, timeoutSpread: null });
    expect(replayed).toEqual(recorded);
  });

  it('speaks for the replays that are as the recording is', () => {
    const alike = [0.1, 0.11, 0.09].map((latencySpread) => [{ latencySpread, timeoutSpread: null }]);
    const unlike = [0.4, 0.45, 0.35].map((latencySpread) => [{ latencySpread, timeoutSpread: null }]);
    const seen = [{ latencySpread: 0.1, timeoutSpread: null }];
    expect(likelihoodOfSpread(seen, alike)).toBeGreaterThan(likelihoodOfSpread(seen, unlike) + 3);
    expect(likelihoodOfSpread([{ latencySpread: null, timeoutSpread: null }], alike)).toBe(0);
  });
});
