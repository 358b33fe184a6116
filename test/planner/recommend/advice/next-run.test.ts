import { describe, expect, it } from 'vitest';
import { nextRunFor } from '../../../../planner/recommend/advice/next-run.ts';
import type { Calibration } from '../../../../runs/schema/calibration.ts';
import { buildCalibration } from '../builders.ts';

/** Two replicas in use can do 4 requests/s. */
const factsWith = (service: Partial<Calibration['service']> = {}) => {
  const calibration = buildCalibration({ serviceMs: 500, lagMs: 8000 });
  return {
    calibration: { ...calibration, service: { ...calibration.service, ...service } },
    baselineRatePerSecond: 3,
    peakRatePerSecond: 20,
    replicas: 2,
    modelMs: 5000,
  };
};

describe('the run that tells an unknown', () => {
  it('halves the doubt of the service time by three times as many answers, in whole minutes', () => {
    // 600 answers more, at the baseline: above half of what the slots can do, but recorded without harm.
    expect(nextRunFor('serviceTime', factsWith({ samples: 200 }))).toEqual({
      load: { kind: 'soak', ratePerSecond: 3, soakSeconds: 240 },
    });
    expect(nextRunFor('serviceP95', factsWith({ samples: 1000 }))).toEqual({
      load: { kind: 'soak', ratePerSecond: 3, soakSeconds: 600 },
    });
    // Ten minutes of it bring fewer than were recorded: the recorded load brings as many again.
    expect(nextRunFor('serviceP95', factsWith({ samples: 1800 }))).toEqual({ load: { kind: 'again' } });
  });

  it('lets requests take their time where a timeout hid the service time', () => {
    const cut = { seconds: 'calm' as const, limitMs: 3000, requests: 100, of: 200, beyondShare: 0.5 };
    // Those that were answered were the short ones: the answers of this run stand alone, so they are as many as for any doubt.
    expect(nextRunFor('serviceTime', factsWith({ samples: 200, cut }))).toEqual({
      load: { kind: 'soak', ratePerSecond: 2, soakSeconds: 300 },
      requestTimeoutMs: 10_000,
    });
    expect(nextRunFor('serviceTime', factsWith({ samples: 20, cut }))).toEqual({
      load: { kind: 'soak', ratePerSecond: 2, soakSeconds: 120 },
      requestTimeoutMs: 10_000,
    });
    // It cut hardly any: then many answers are what is missing.
    expect(nextRunFor('serviceTime', factsWith({ samples: 200, cut: { ...cut, requests: 2 } }))).toEqual({
      load: { kind: 'soak', ratePerSecond: 3, soakSeconds: 240 },
      requestTimeoutMs: 10_000,
    });
  });

  it.each(['balancing', 'routerInstances'] as const)(
    'tells %s where requests begin to queue, and fires no more than was recorded',
    (input) => {
      const facts = factsWith();
      const few = { load: { kind: 'soak', ratePerSecond: 3.6, soakSeconds: 600 } };
      expect(nextRunFor(input, facts)).toEqual(few);
      // Behind one replica all ways are alike.
      expect(nextRunFor(input, { ...facts, replicas: 1 })).toEqual(few);
      expect(nextRunFor(input, { ...facts, replicas: 40 })).toEqual({
        load: { kind: 'soak', ratePerSecond: 20, soakSeconds: 300 },
      });
    },
  );

  it('is the recorded load for the lag, which only starts tell, and for the fate of timed-out requests', () => {
    expect(nextRunFor('startupLag', factsWith())).toEqual({ load: { kind: 'again' } });
    expect(nextRunFor('timedOutRequest', factsWith())).toEqual({
      load: { kind: 'again' },
      requestTimeoutMs: 10_000,
    });
  });
});
