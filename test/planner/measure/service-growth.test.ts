import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grownServices, measureServiceGrowth } from '../../../planner/measure/service-growth.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import { agingRecording, gonePod, readyPods } from '../../builders/aging.ts';

type Aging = Parameters<typeof agingRecording>[0];

const measured = (aging: Aging) => measureServiceGrowth(recordedOf(agingRecording(aging)));
const isTold = (aging: Aging): boolean => grownServices(recordedOf(agingRecording(aging))).length > 0;

/** By 30 % over ten minutes. */
const aging = (second: number): number => 1 + (0.3 * second) / 600;
const steady = (): number => 1;
const spike = {
  scenario: 'spike',
  baselineRatePerSecond: 10,
  peakRatePerSecond: 40,
  baselineSeconds: 150,
  holdSeconds: 90,
  recoverySeconds: 360,
};
const spikeRate = (second: number): number => (second >= 150 && second < 240 ? 40 : 10);
const four = ['a', 'b', 'c', 'd'];
const eight = ['e', 'f', 'g', 'h'];

describe('service times that grow by 30 % over ten minutes', () => {
  it('are told with their pace, and with the medians of the first and the last third', () => {
    const growth = measured({ timesIn: aging });
    expect(growth).toMatchObject({
      from: 'header',
      hasGrown: true,
      answers: 6000,
      conditions: { ratePerSecond: 10, replicas: 4 },
      first: { fromSecond: 0, toSecond: 199, answers: 2000 },
      last: { fromSecond: 400, toSecond: 599, answers: 2000 },
    });
    if ('kind' in growth) throw new Error(growth.what);
    const { perMinute, times, first, last } = growth;
    // ln(1.3) in ten minutes.
    expect(perMinute.low).toBeLessThan(0.0266);
    expect(perMinute.high).toBeGreaterThan(0.0266);
    expect(times).toBeGreaterThan(1.2);
    expect(last.medianMs / first.medianMs).toBeCloseTo(1.25 / 1.05, 1);
  });

  it('are told of latencies of seconds without a queue, where the replicas were watched', () => {
    expect(isTold({ timesIn: aging, hidesServiceTime: true })).toBe(true);
    expect(isTold({ timesIn: aging, hidesServiceTime: true, cluster: [] })).toBe(false);
    expect(isTold({ timesIn: aging, hidesServiceTime: true, inFlightIn: () => 5 })).toBe(false);
  });

  it('are told by the header alone where no replica was watched, which is said', () => {
    expect(measured({ timesIn: aging, cluster: [] })).toMatchObject({
      hasGrown: true,
      conditions: { replicas: null },
    });
  });

  it('are told of a spike, from its baseline and its recovery', () => {
    expect(isTold({ timesIn: aging, load: spike, rateIn: spikeRate })).toBe(true);
    const scaled = [...readyPods(four), ...readyPods(eight, 170), ...eight.map((name) => gonePod(name, 330))];
    expect(measured({ timesIn: aging, load: spike, rateIn: spikeRate, cluster: scaled })).toMatchObject({
      hasGrown: true,
      conditions: { ratePerSecond: 10, replicas: 4 },
    });
  });

  it('service times that grow are named by endpoint', () => {
    const recording = agingRecording({ timesIn: aging });
    const { config } = recording.run;
    const { url, headerNames, payload, requestTimeoutMs } = config.target;
    const same = { share: 0.5, url, method: 'POST', headerNames, payload, requestTimeoutMs, slo: config.slo };
    const endpoints = ['score', 'explain'].map((name) => ({ name, ...same }));
    const other = agingRecording({ timesIn: steady, seed: 2 });
    const named = (name: string, { load }: typeof recording) =>
      load.map((line) => (line.kind === 'counts' ? { ...line, endpoint: name } : line));
    const both = recordedOf({
      ...recording,
      run: { ...recording.run, config: { ...config, endpoints } },
      load: [...named('score', recording), ...named('explain', other)],
    });
    expect(grownServices(both).map(({ endpoint: name }) => name)).toEqual(['score']);
  });
});

describe('service times by chance', () => {
  const seeds = [1, 2, 3, 4, 5, 6];

  it('are told where they grow, and never where they stay or fall, whatever the seed', () => {
    const toldOf = (timesIn: Aging['timesIn']) => seeds.filter((seed) => isTold({ timesIn, seed })).length;
    expect(toldOf(aging)).toBe(seeds.length);
    expect(toldOf(steady)).toBe(0);
    expect(toldOf((second) => 1.3 - (0.3 * second) / 600)).toBe(0);
  });

  it('do not depend on the unit of time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.constantFrom(4, 16), (seed, unit) => {
        const [plain, scaled] = [1, unit].map((times) =>
          measured({ timesIn: (s) => times * aging(s), seed }),
        );
        if ('kind' in plain! || 'kind' in scaled!) throw new Error('measured');
        expect(scaled!.perMinute.mid).toBeCloseTo(plain!.perMinute.mid, 9);
        expect(scaled!.hasGrown).toBe(plain!.hasGrown);
      }),
      { numRuns: 3 },
    );
  });
});

describe('what is no growth', () => {
  it.each<[string, Aging]>([
    ['growth by less than a tenth', { timesIn: (second) => 1 + (0.05 * second) / 600 }],
    [
      'slow replicas that come with the spike and stay',
      {
        timesIn: (second) => (second < 170 ? 1 : 1.4),
        load: spike,
        rateIn: spikeRate,
        cluster: [...readyPods(four), ...readyPods(eight, 170)],
      },
    ],
    [
      'contention while the rate is higher',
      {
        timesIn: (second) => (spikeRate(second) > 10 ? 2 : 1),
        load: spike,
        rateIn: spikeRate,
      },
    ],
    [
      'a backlog after the spike',
      {
        timesIn: (second) => (second >= 150 && second < 570 ? 2 : 1),
        load: spike,
        rateIn: spikeRate,
        inFlightIn: (second) => (second >= 150 && second < 570 ? 40 : 1),
      },
    ],
    [
      'replaced replicas that are cold for half a minute',
      {
        timesIn: (second) => (second >= 500 && second < 530 ? 3 : 1),
        cluster: [...readyPods(four), ...four.map((name) => gonePod(name, 499)), ...readyPods(eight, 500)],
      },
    ],
    ['a cold start', { timesIn: (second) => 1 + 3 * Math.exp(-second / 20) }],
    ['a disturbance that passes', { timesIn: (second) => (second >= 250 && second < 450 ? 1.5 : 1) }],
  ])('%s', (_, given) => {
    expect(isTold(given)).toBe(false);
  });

  it.each<[string, Aging, string]>([
    ['a short run', { timesIn: aging, seconds: 110 }, 'secondsOfLoad'],
    ['few answers', { timesIn: aging, seconds: 150, ratePerSecond: 1 }, 'successfulRequests'],
    ['a run with failures', { timesIn: aging, failsIn: (s) => (s % 5 === 0 ? 1 : 0) }, 'successfulRequests'],
    [
      'a load that never rests',
      {
        timesIn: aging,
        seconds: 300,
        load: { scenario: 'ramp', fromRatePerSecond: 5, toRatePerSecond: 35, rampSeconds: 300 },
      },
      'secondsOfLoad',
    ],
  ])('%s can not tell', (_, given, what) => {
    expect(measured(given)).toMatchObject({ kind: 'notEnoughData', what });
  });
});
