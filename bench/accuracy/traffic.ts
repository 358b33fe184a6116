import { planningDefaults } from '../../runs/schema/planning.ts';
import type { Service } from './service.ts';

/** Time at the baseline that is run for what it costs. */
const levelSeconds = 240;

/** The same service under a peak of so many times the recorded one, from the same baseline. */
export const withPeak = (service: Service, factor: number): Service => ({
  ...service,
  spike: { ...service.spike, peakRatePerSecond: service.spike.peakRatePerSecond * factor },
});

/** The next peak that an advice must hold, as a plan takes it by default. */
export const withMargin = (service: Service): Service => withPeak(service, 1 + planningDefaults.margin);

/** The same service at its baseline, where it is most of the time. */
export const atBaseline = (service: Service): Service => {
  const { baselineRatePerSecond } = service.spike;
  return {
    ...service,
    spike: {
      baselineRatePerSecond,
      peakRatePerSecond: baselineRatePerSecond,
      baselineSeconds: levelSeconds / 2,
      holdSeconds: levelSeconds / 2,
      recoverySeconds: 0,
    },
  };
};

/** Replicas over the traffic that a plan pays for: the spike for its share of the time, the baseline for the rest. */
export const paidReplicas = (spike: number, baseline: number): number => {
  const { spikeShare } = planningDefaults;
  return spikeShare * spike + (1 - spikeShare) * baseline;
};
