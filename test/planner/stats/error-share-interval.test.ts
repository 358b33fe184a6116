import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mmcD } from '../../../planner/queueing/mmc-d.ts';
import { errorShareInterval } from '../../../planner/stats/error-share-interval.ts';
import { type Estimate, type Interval, isInterval } from '../../../planner/stats/interval.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { wilson } from '../../../planner/stats/wilson.ts';
import { expectNear } from '../near.ts';

const known = (estimate: Estimate): Interval => {
  if (!isInterval(estimate)) throw new Error(`no interval: ${estimate.need}, ${estimate.have}`);
  return estimate;
};

type Case = { lam: number; mu: number; servers: number; seconds: number };

/** M/M/c + 0.5 s of patience: each request starts on the server that is free first, or is lost. */
const simulate = ({ lam, mu, servers, seconds }: Case, seed: number) => {
  const [gaps, services] = [createRandom(seed, 0), createRandom(seed, 1)];
  const freeAt = new Float64Array(servers);
  const errors = new Array<number>(seconds).fill(0);
  const requests = new Array<number>(seconds).fill(0);
  for (let t = -100 / mu; ; ) {
    t -= Math.log(1 - gaps()) / lam;
    if (t >= seconds) return { errors, requests };
    const service = -Math.log(1 - services()) / mu;
    let first = 0;
    for (let i = 1; i < servers; i++) if (freeAt[i]! < freeAt[first]!) first = i;
    const lost = freeAt[first]! - t > 0.5;
    if (!lost) freeAt[first] = Math.max(freeAt[first]!, t) + service;
    if (t < 0) continue;
    requests[Math.floor(t)]! += 1;
    if (lost) errors[Math.floor(t)]! += 1;
  }
};

const coverage = (station: Case, repetitions: number): { ours: number; plain: number } => {
  const { lam, mu, servers } = station;
  const truth = mmcD({ ratePerSecond: lam, serviceSeconds: 1 / mu, servers, patienceSeconds: 0.5 }).lostShare;
  let [ours, plain] = [0, 0];
  for (let seed = 1; seed <= repetitions; seed++) {
    const { errors, requests } = simulate(station, seed);
    const total = (list: readonly number[]) => list.reduce((sum, n) => sum + n, 0);
    const interval = known(errorShareInterval(errors, requests, 0.95));
    const naive = wilson(total(errors), total(requests), 0.95);
    if (interval.low <= truth && truth <= interval.high) ours++;
    if (naive.low <= truth && truth <= naive.high) plain++;
  }
  return { ours: ours / repetitions, plain: plain / repetitions };
};

describe('errorShareInterval', () => {
  it('covers the true share of M/M/c + patience in 90 to 97 % of half-hour runs', () => {
    const { ours, plain } = coverage({ lam: 10, mu: 1, servers: 12, seconds: 1800 }, 400);
    expect(ours).toBeGreaterThanOrEqual(0.9);
    expect(ours).toBeLessThanOrEqual(0.97);
    // What it is for: the interval that takes requests as independent misses in four runs of ten.
    expect(plain).toBeLessThan(0.65);
  });

  it.each([
    { lam: 95, mu: 10, servers: 10, seconds: 300 },
    { lam: 45, mu: 1, servers: 50, seconds: 120 },
    { lam: 10, mu: 1, servers: 12, seconds: 60 },
    { lam: 95, mu: 10, servers: 10, seconds: 30 },
  ])('covers at least 90 % of $seconds s runs at $lam/s, many of them without a single error', (station) => {
    expect(coverage(station, 200).ours).toBeGreaterThanOrEqual(0.9);
  });

  it('counts seconds, not requests, when nothing failed', () => {
    const requests = new Array<number>(600).fill(50);
    const none = known(errorShareInterval(new Array<number>(600).fill(0), requests, 0.95));
    expect(none).toMatchObject({ low: 0, mid: 0 });
    // Clopper-Pearson, 0 of 600: 1 - .025^(1/600)
    expectNear(none.high, 1 - 0.025 ** (1 / 600), 1e-9);
    const all = known(errorShareInterval(requests, requests, 0.95));
    expectNear(all.low, 0.025 ** (1 / 600), 1e-9);
    expect(all).toMatchObject({ mid: 1, high: 1 });
  });

  it('does not claim to know much more from one error than from none', () => {
    const requests = new Array<number>(300).fill(50);
    const none = new Array<number>(300).fill(0);
    const one = none.map((_, t) => (t === 100 ? 1 : 0));
    const highOfNone = known(errorShareInterval(none, requests, 0.95)).high;
    const highOfOne = known(errorShareInterval(one, requests, 0.95)).high;
    expect(highOfOne).toBeGreaterThan(0.5 * highOfNone);
  });

  it('refuses short or empty series', () => {
    const second = (count: number, n: number) => new Array<number>(count).fill(n);
    expect(errorShareInterval(second(29, 1), second(29, 10), 0.95)).toEqual({
      kind: 'notEnoughData',
      what: 'secondsOfLoad',
      need: 30,
      have: 29,
    });
    expect(errorShareInterval(second(60, 0), second(60, 0), 0.95)).toMatchObject({ kind: 'notEnoughData' });
  });

  it('is an interval around the share, inside 0..1, whatever the counts', () => {
    const seconds = fc.array(
      fc
        .tuple(fc.nat(20), fc.nat(20))
        .map(([a, b]) => ({ errors: Math.min(a, b), requests: Math.max(a, b) })),
      { minLength: 30, maxLength: 90 },
    );
    fc.assert(
      fc.property(seconds, (list) => {
        fc.pre(list.some(({ requests }) => requests > 0));
        const errors = list.map((second) => second.errors);
        const requests = list.map((second) => second.requests);
        const { low, mid, high } = known(errorShareInterval(errors, requests, 0.95));
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(mid);
        expect(mid).toBeLessThanOrEqual(high);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });
});
