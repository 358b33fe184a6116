import { describe, expect, it } from 'vitest';
import { simulate } from '../../../../planner/index.ts';
import { retryTips } from '../../../../planner/recommend/advice/retry-tip.ts';
import { candidateOf } from '../../../../planner/recommend/trials/candidates.ts';
import { openLab } from '../../../../planner/recommend/trials/lab.ts';
import { candidateModel } from '../../../../planner/recommend/trials/other-load.ts';
import { higherPeak } from '../../../../planner/traffic/load.ts';
import { retriesSchema } from '../../../../runs/schema/load/retries.ts';
import { buildCalibration, buildPolicy, soakOf, spikeOf } from '../builders.ts';

const policy = buildPolicy({ kind: 'fixed', replicas: 10 });
const candidate = candidateOf(policy, 50);
const load = spikeOf({ baseline: 20, peak: 40, baselineSeconds: 30, holdSeconds: 60, recoverySeconds: 60 });

/** Replicas that each have a queue, and work on for clients that have gone. */
const labFor = (planned: Parameters<typeof openLab>[0]['load'] = load) => {
  const calibration = buildCalibration({ serviceMs: 200, lagMs: 5000, policy, requestTimeoutMs: 2000 });
  const [reading] = calibration.router.readings;
  return openLab({
    calibration: {
      ...calibration,
      queueWaitLimit: { ...calibration.queueWaitLimit, valueMs: null },
      router: {
        ...calibration.router,
        readings: [{ ...reading!, balancing: 'random', onTimeout: 'keepWorking' }],
      },
    },
    load: planned,
    slo: { maxErrorShare: 0.05 },
    current: policy,
    seed: 1,
    spikeShare: 1,
    margin: 0,
    draws: 3,
  });
};

const retries = retriesSchema.parse({ countMax: 5, backoffMaxMs: 2000 });
const tipOf = (given: typeof retries) =>
  retryTips(labFor(), given, { advised: candidate, inUse: candidate }).find(
    (note) => note.code === 'retriesTip' && note.settings === 'advised',
  ) as { fromRatePerSecond: number | null; lowestRatePerSecond: number | null };

describe('the tipping point of retries', () => {
  it('is a peak below which the service gets over it, and above which it does not', () => {
    const { fromRatePerSecond, lowestRatePerSecond } = tipOf(retries);
    // Ten replicas serve 50/s, not evenly; the baseline of 20/s with all its retries is 120/s.
    expect(fromRatePerSecond).toBeGreaterThan(20);
    expect(fromRatePerSecond).toBeLessThan(160);
    expect(lowestRatePerSecond).toBeLessThanOrEqual(fromRatePerSecond!);
    const lab = labFor();
    const failedAfter = (peak: number, withRetries: boolean): number => {
      const spike = higherPeak(load, peak / 40);
      const longer = {
        ...spike,
        durationSeconds: 900,
        steps: [...spike.steps, { atSecond: spike.durationSeconds, rate: 20 }],
      };
      const model = candidateModel(lab, { draw: 0, candidate, load: longer });
      const answer = simulate({
        ...model,
        seed: 77,
        warmupSeconds: 800,
        replications: 5,
        ...(withRetries && { retries }),
      });
      return 1 - answer.outcomes.ok!.mid;
    };
    expect(failedAfter(0.6 * fromRatePerSecond!, true)).toBeLessThan(0.05);
    expect(failedAfter(1.6 * fromRatePerSecond!, true)).toBeGreaterThan(0.5);
    expect(failedAfter(1.6 * fromRatePerSecond!, false)).toBeLessThan(0.05);
  });

  it('is not there with a budget of a tenth', () => {
    expect(tipOf({ ...retries, budgetShare: 0.1 })).toMatchObject({
      fromRatePerSecond: null,
      lowestRatePerSecond: null,
    });
  });

  it('is not asked for without retries, or for a load that has no baseline to come back to', () => {
    const settings = { advised: candidate, inUse: candidate };
    expect(retryTips(labFor(), undefined, settings)).toEqual([]);
    expect(retryTips(labFor(soakOf(20, 60)), retries, settings)).toEqual([]);
  });
});
