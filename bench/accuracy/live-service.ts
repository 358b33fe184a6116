import { join } from 'node:path';
import type { RunningSandbox } from '../../cli/sandbox-process.ts';
import { type ResolvedConfig, resolveConfig } from '../../config/resolve.ts';
import { createRandom } from '../../planner/stats/random.ts';
import type { SandboxOptions } from '../../runs/schema/sandbox.ts';

/** A small service for the sandbox: what it is, and how it is tested once it runs. */
export type LiveService = {
  readonly name: string;
  readonly sandbox: SandboxOptions;
  readonly configFor: (sandbox: RunningSandbox, folder: string) => ResolvedConfig;
};

/** Short enough that a service with all its runs takes three minutes. */
const lengths = { baselineSeconds: 8, holdSeconds: 18, recoverySeconds: 10 };

/** Small enough for a laptop that also runs k6. */
const replicasAtPeakMax = 8;

/** Service `index` of the live bench: the same for the same seed. */
export const liveService = (seed: number, index: number): LiveService => {
  const random = createRandom(seed * 100_003 + index, 41);
  const between = (low: number, high: number): number => low + (high - low) * random();
  const meanMs = Math.round(between(80, 300));
  const peak = Math.round((1000 * between(3, replicasAtPeakMax)) / meanMs);
  const baseline = Math.max(2, Math.round(peak * between(0.15, 0.35)));
  const autoscaler = {
    kind: 'azureml-v1',
    targetUtilization: 0.7,
    minReplicas: Math.ceil((baseline * meanMs) / 1000 / 0.7),
    maxReplicas: 3 * replicasAtPeakMax,
  } as const;
  return {
    name: `live ${index}`,
    sandbox: {
      port: 0,
      apiPort: 0,
      seed: index,
      serviceTimeMs: { kind: 'gamma', meanMs, scv: between(0.1, 0.8) },
      startupLag: {
        scheduleMs: { kind: 'constant', meanMs: 200 },
        pullMs: { kind: 'gamma', meanMs: between(500, 2000), scv: 0.3 },
        initMs: { kind: 'gamma', meanMs: between(1000, 4000), scv: 0.3 },
      },
      requestTimeoutMs: 5000,
      policy: autoscaler,
    },
    configFor: ({ scoreUrl, apiUrl, kubeconfigPath }, folder) =>
      resolveConfig(
        {
          target: { kind: 'aks-v1', url: scoreUrl, requestTimeoutMs: 6000 },
          load: { scenario: 'spike', baselineRatePerSecond: baseline, peakRatePerSecond: peak, ...lengths },
          slo: { maxErrorShare: 0.02, p95LatencyMs: 4 * meanMs + 300 },
          cluster: { kubeconfig: kubeconfigPath, namespace: 'default', selector: 'azuremlappname=demo' },
          autoscaler,
          apply: { sandbox: apiUrl },
        },
        join(folder, 'k6.config.ts'),
      ),
  };
};
