import { recordingOf } from '../../bench/accuracy/record.ts';
import type { Service } from '../../bench/accuracy/service.ts';
import { runTruth } from '../../bench/accuracy/truth.ts';
import { grownServices } from '../../planner/measure/service-growth.ts';
import { recordedOf } from '../../planner/timeline/recording.ts';

/** At least ten requests a second, with as many times the replicas, in a spike of ten minutes. */
export const busier = (service: Service): Service => {
  const { spike, policy, configured } = service;
  const times = Math.max(1, 10 / spike.baselineRatePerSecond);
  const more = <Policy extends Service['policy']>(rule: Policy): Policy =>
    'minReplicas' in rule
      ? {
          ...rule,
          minReplicas: Math.ceil(times * rule.minReplicas),
          maxReplicas: Math.ceil(times * rule.maxReplicas),
        }
      : rule;
  return {
    ...service,
    policy: more(policy),
    configured: more(configured),
    spike: {
      baselineRatePerSecond: times * spike.baselineRatePerSecond,
      peakRatePerSecond: times * spike.peakRatePerSecond,
      baselineSeconds: 150,
      holdSeconds: 90,
      recoverySeconds: 360,
    },
  };
};

/** The same rate for ten minutes. */
export const soaked = (service: Service): Service => ({
  ...service,
  soak: { ratePerSecond: service.spike.baselineRatePerSecond, soakSeconds: 600 },
});

/** Service times grow by 30 % over ten minutes. */
export const aging = (service: Service): Service => ({
  ...service,
  times: { ...service.times, growthPerMinute: 0.03 },
});

/** Of how many services the recording tells that service times grew. */
export const toldOf = (all: readonly Service[]): number =>
  all.filter((service) => {
    const run = runTruth(service, { policy: service.policy }, 0);
    return grownServices(recordedOf(recordingOf(service, run))).length > 0;
  }).length;
