import { policySettingsSchema } from '../../runs/schema/policy.ts';
import { type Assessed, assess } from './assess.ts';
import type { Service } from './service.ts';
import type { Conditions } from './traffic.ts';

const autoscaler = policySettingsSchema.parse({
  kind: 'azureml-v1',
  targetUtilization: 0.7,
  minReplicas: 150,
  maxReplicas: 300,
});

/**
 * The example of Azure ML's help page: 20 requests/s that take 10 s each, for which its formula asks for 286 replicas. Every
 * one of them is busy for seconds on end, so a queue of half a second hardly helps; pooling does.
 */
export const pageExampleService: Service = {
  name: "the page's example",
  seed: 286,
  times: { meanMs: 10_000, scv: 0.25, slowShare: 0, slowFactor: 1 },
  lags: { floorMs: 3000, scaleMs: 6000, shape: 1.5, tailShare: 0.05, tailFactor: 2 },
  spike: {
    baselineRatePerSecond: 15,
    peakRatePerSecond: 20,
    baselineSeconds: 60,
    holdSeconds: 300,
    recoverySeconds: 60,
  },
  dispersion: 1,
  slots: 1,
  router: { instances: 2, queueWaitLimitMs: 500, requestTimeoutMs: 60_000, onTimeout: 'release' },
  clientTimeoutMs: 65_000,
  policy: autoscaler,
  configured: autoscaler,
  slo: { maxErrorShare: 0.01, p95LatencyMs: 25_000 },
  networkMs: 2,
  sendsServiceTime: true,
};

/** @throws Error if the planner gives no advice for it */
export const pageExample = (conditions: Conditions): Assessed => {
  const answer = assess(pageExampleService, { searchesCheapest: false, ...conditions });
  if ('trials' in answer) return answer;
  throw new Error(`no advice for the page's example: ${answer.reasons.join('; ')}`);
};
