import { calibrate } from '../planner/calibrate/calibrate.ts';
import { recommend } from '../planner/recommend/recommend.ts';
import { loadOfPhases } from '../planner/traffic/load.ts';
import { policySettingsSchema } from '../runs/schema/policy.ts';
import { recordingOf } from './accuracy/record.ts';
import type { Service } from './accuracy/service.ts';
import { runTruth } from './accuracy/truth.ts';

const bounds = { minReplicas: 5, maxReplicas: 60 };
const policies = [
  { kind: 'azureml-v1', ...bounds },
  { kind: 'azureml-v2', ...bounds },
  { kind: 'hpa', ...bounds, metrics: [{ targetValue: 0.6 }] },
  { kind: 'knative', ...bounds, target: 1 },
].map((settings) => policySettingsSchema.parse(settings));

/** Ten minutes, 26,400 requests: a spike from 20 to 100 requests/s of 0.2 s on two routers. */
const serviceUnder = (policy: Service['policy']): Service => ({
  name: policy.kind,
  seed: 600,
  times: { meanMs: 200, scv: 0.5, slowShare: 0.02, slowFactor: 3 },
  lags: { floorMs: 2000, scaleMs: 6000, shape: 1.5, tailShare: 0.05, tailFactor: 2 },
  spike: {
    baselineRatePerSecond: 20,
    peakRatePerSecond: 100,
    baselineSeconds: 240,
    holdSeconds: 180,
    recoverySeconds: 180,
  },
  dispersion: 1,
  slots: 1,
  router: { instances: 2, queueWaitLimitMs: 500, requestTimeoutMs: 5000, onTimeout: 'release' },
  clientTimeoutMs: 10_000,
  policy,
  configured: policy,
  slo: { maxErrorShare: 0.01, p95LatencyMs: 1000 },
  networkMs: 2,
  sendsServiceTime: true,
});

const cpuSeconds = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

const row = (policy: Service['policy']): string => {
  const service = serviceUnder(policy);
  const recording = recordingOf(service, runTruth(service, { policy }, 0));
  let calibration = calibrate([recording]);
  const calibrating = cpuSeconds(() => {
    calibration = calibrate([recording]);
  });
  let requests = 0;
  const recommending = cpuSeconds(() => {
    const load = loadOfPhases(recording.run.phases);
    const advice = recommend({ calibration, load, slo: service.slo, current: policy });
    if (advice.kind === 'advice') requests = advice.search.simulatedRequests;
  });
  const total = calibrating + recommending;
  return `${policy.kind.padEnd(12)} calibrate ${calibrating.toFixed(1)} s  recommend ${recommending.toFixed(1)} s  in all ${total.toFixed(1)} s of one core, ${((100 * total) / 600).toFixed(1)} % of the run's length; ${(requests / 1e6).toFixed(0)} M simulated requests`;
};

/** What `headroom plan` costs on a recording of ten minutes, in CPU seconds of one core. */
export const planCost = (): void => {
  for (const policy of policies) console.log(row(policy));
};
