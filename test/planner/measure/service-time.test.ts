import { describe, expect, it } from 'vitest';
import { calibrateService } from '../../../planner/calibrate/service.ts';
import { measureLimits } from '../../../planner/measure/limits.ts';
import { createSampler, meanOfDistribution } from '../../../planner/stats/distributions.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { sketchOf } from '../../../planner/stats/sketch.ts';
import type { Recording } from '../../../planner/timeline/recording.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { countsLine } from '../../builders/load.ts';
import { recordSpike } from '../../builders/recording.ts';
import { completeRun, startSecond } from '../../builders/run.ts';

const fixed = policySettingsSchema.parse({ kind: 'fixed', replicas: 40 });

/** Forty seconds of five answers each, with these service times. */
const recordingOf = (sample: () => number): Recording => ({
  run: completeRun(),
  cluster: [],
  droppedLines: 0,
  load: Array.from({ length: 40 }, (_, second) => {
    const serviceMs = Array.from({ length: 5 }, sample);
    return countsLine({
      second: startSecond + second,
      outcomes: { '200': 5 },
      latenciesMs: { '200': serviceMs },
      serviceMs,
    });
  }),
});

const serviceOf = (...recordings: Recording[]) => {
  const runs = recordings.map(recordedOf);
  return calibrateService(runs, measureLimits(runs));
};

describe('the calibrated service time', () => {
  it('has an interval that covers the true mean in nine of ten runs or more', () => {
    const truth = { kind: 'lognormal', meanMs: 200, scv: 1 } as const;
    const covered = Array.from({ length: 200 }, (_, seed) => {
      const sample = createSampler(truth, createRandom(seed));
      const { low, high } = serviceOf(recordingOf(sample)).service.meanMs;
      return low <= truth.meanMs && truth.meanMs <= high;
    }).filter(Boolean).length;
    expect(covered).toBeGreaterThanOrEqual(180);
    expect(covered).toBeLessThan(200);
  });

  it('is wider where neighbouring seconds are alike than where they are not', () => {
    const widthOf = (sample: () => number): number => {
      const { low, mid, high } = serviceOf(recordingOf(sample)).service.meanMs;
      return (high - low) / mid;
    };
    const [first, second] = [createRandom(1), createRandom(1)];
    let drawn = 0;
    const slowPhases = (): number => (Math.floor(drawn++ / 50) % 2 === 0 ? 100 : 300) * (0.5 + first());
    const mixed = (): number => (second() < 0.5 ? 100 : 300) * (0.5 + second());
    expect(widthOf(slowPhases)).toBeGreaterThan(1.5 * widthOf(mixed));
  });

  it('keeps the exact mean of the answers in its distribution, long tail or not', () => {
    for (const scv of [0, 0.25, 4]) {
      const recording = recordSpike({ policy: fixed, service: { kind: 'lognormal', meanMs: 200, scv } });
      const { distribution } = serviceOf(recording).service;
      const recorded = recordedOf(recording);
      const { sum, count } = recorded.load.total.serviceMs;
      expect(meanOfDistribution(distribution)).toBeCloseTo(sum / count, 6);
    }
  });

  it('comes from unqueued latencies where the server sends no header, and says so', () => {
    const { service, warnings } = serviceOf(recordSpike({ policy: fixed, hidesServiceTime: true }));
    expect(service).toMatchObject({ from: 'unqueuedLatency', provenance: 'measured' });
    expect(service.note).toMatchObject({ code: 'serviceFromLatency' });
    expect(service.meanMs.mid).toBeGreaterThan(195);
    expect(service.meanMs.mid).toBeLessThan(210);
    expect(warnings).toHaveLength(1);
  });

  it('leaves out the seconds in which requests waited', () => {
    const three = policySettingsSchema.parse({ kind: 'fixed', replicas: 6 });
    const recording = recordSpike({ policy: three, hidesServiceTime: true });
    expect(serviceOf(recording).service.meanMs.mid).toBeLessThan(215);
  });

  it('gives what the timeout cut its place beyond the timeout', () => {
    const service = { kind: 'lognormal', meanMs: 200, scv: 1 } as const;
    const router = { queueWaitLimitMs: 100, requestTimeoutMs: 400 };
    const found = serviceOf(recordSpike({ policy: fixed, service, router }));
    expect(found.service.meanMs.mid).toBeGreaterThan(190);
    expect(found.service.meanMs.mid).toBeLessThan(210);
    expect(meanOfDistribution(found.service.distribution) / found.service.meanMs.mid).toBeCloseTo(1, 1);
    expect(found.warnings).toContainEqual(expect.objectContaining({ code: 'serviceCut' }));
  });

  it('is told by a quiet run with a longer timeout, where a lower one had hidden it', () => {
    const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 4, maxReplicas: 40 });
    const parts = {
      policy,
      service: { kind: 'lognormal', meanMs: 2000, scv: 0.25 },
      baselineRate: 1,
    } as const;
    const hidden = { queueWaitLimitMs: 3000, requestTimeoutMs: 3000 };
    const spike = recordSpike({ ...parts, peakRate: 8, router: hidden, hidesServiceTime: true });
    const soak = (requestTimeoutMs: number, seconds: number) =>
      recordSpike({
        ...parts,
        peakRate: 1,
        holdSeconds: seconds,
        router: { ...hidden, requestTimeoutMs },
        knownRouter: { requestTimeoutMs },
        hidesServiceTime: true,
      });
    const { service, warnings } = serviceOf(soak(10_000, 150), spike);
    expect(service.meanMs.mid).toBeGreaterThan(1850);
    expect(service.meanMs.mid).toBeLessThan(2150);
    expect(warnings.map(({ code }) => code)).not.toContain('serviceCut');
    // A run that hides it too, or one that is over at once, leaves the guess.
    expect(serviceOf(soak(3000, 150), spike).service.meanMs.mid).toBeGreaterThan(2500);
    const short = recordSpike({
      ...parts,
      peakRate: 1,
      baselineSeconds: 10,
      holdSeconds: 10,
      recoverySeconds: 10,
    });
    expect(serviceOf(short, spike).service.meanMs.mid).toBeGreaterThan(2500);
  });

  it('knows a timeout by what its code means on the platform', () => {
    const service = { kind: 'lognormal', meanMs: 200, scv: 1 } as const;
    const router = { queueWaitLimitMs: 100, requestTimeoutMs: 400 };
    const recording = recordSpike({ policy: fixed, service, router });
    const renamed = JSON.parse(JSON.stringify(recording.load).replaceAll('"504"', '"408"'));
    const cut = { code: 'serviceCut', share: expect.any(Number) };
    expect(serviceOf(recording).warnings).toContainEqual(cut);
    expect(serviceOf({ ...recording, load: renamed })).toEqual(serviceOf(recording));
  });

  it('is not shortened by a queue in which only short requests come back in time', () => {
    const service = { kind: 'lognormal', meanMs: 200, scv: 1 } as const;
    const router = { queueWaitLimitMs: null, requestTimeoutMs: 2500 };
    const few = policySettingsSchema.parse({ kind: 'fixed', replicas: 6 });
    const { meanMs } = serviceOf(recordSpike({ policy: few, service, router })).service;
    expect(meanMs.low).toBeLessThan(200);
    expect(meanMs.high).toBeGreaterThan(200);
  });

  it('is told by answers that waited as well, as long as the timeout was far', () => {
    const service = { kind: 'lognormal', meanMs: 200, scv: 0.2 } as const;
    const router = { queueWaitLimitMs: null, requestTimeoutMs: 10_000 };
    const few = policySettingsSchema.parse({ kind: 'fixed', replicas: 4 });
    const recording = recordSpike({ policy: few, service, router });
    const { samples, meanMs } = serviceOf(recording).service;
    expect(samples).toBeGreaterThan(recordedOf(recording).load.total.outcomes['200']! / 2);
    expect(meanMs.mid).toBeGreaterThan(195);
    expect(meanMs.mid).toBeLessThan(205);
  });

  describe('where one request of five times out though replicas are idle', () => {
    /** Mean with a timeout of 5 s, where one of so many answers took 2.6 s and the others 200 ms. */
    const meanBehind = (balancing: 'random' | 'central', answersPerLong: number): number => {
      let answers = 0;
      const recording = recordingOf(() => (++answers % answersPerLong === 0 ? 2600 : 200));
      const load = recording.load.map((line) =>
        line.kind === 'counts'
          ? {
              ...line,
              outcomes: { '200': 4, '504': 1 },
              latencyMs: { '200': sketchOf([200, 200, 200, 900]), '504': sketchOf([5000]) },
            }
          : line,
      );
      const { run } = recording;
      const config = { ...run.config, router: { balancing, queueWaitMs: null, requestTimeoutMs: 5000 } };
      return serviceOf({ ...recording, load, run: { ...run, config } }).service.meanMs.mid;
    };
    const none = Number.POSITIVE_INFINITY;

    it('is what was served, as requests wait in vain at one replica', () => {
      expect(meanBehind('random', none)).toBeCloseTo(200);
      // Behind one queue nothing but its service time can have cut a request while replicas were idle.
      expect(meanBehind('central', none)).toBeGreaterThan(1000);
    });

    it('is what was served also if a few came near the timeout, but not so many that others lie beyond it', () => {
      expect(meanBehind('random', 50)).toBeCloseTo(248, -1);
      expect(meanBehind('random', 8)).toBeGreaterThan(1000);
    });
  });

  it('is assumed, widely, where nothing was answered', () => {
    const load = [
      countsLine({ second: startSecond, outcomes: { '503': 5 }, latenciesMs: { '503': [1, 1, 1, 1, 1] } }),
    ];
    const { service } = serviceOf({ ...recordingOf(() => 1), load });
    expect(service).toMatchObject({ from: 'assumed', provenance: 'assumed', samples: 0 });
    expect(service.meanMs.high / service.meanMs.low).toBeGreaterThanOrEqual(100);
  });
});
