import { join } from 'node:path';
import type { RunningSandbox } from '../../cli/sandbox/sandbox-process.ts';
import { type ResolvedConfig, resolveConfig } from '../../config/resolve.ts';
import { createRandom } from '../../planner/stats/random.ts';
import { type PolicySettings, policySettingsSchema } from '../../runs/schema/policy.ts';
import type { SandboxOptions } from '../../runs/schema/sandbox.ts';

/** Which load of a service is fired: its peak in times of the recorded one, and the seed of its arrivals. */
export type LiveLoad = { readonly peakFactor: number; readonly seed: number };

/** A small service for the sandbox: what it is, and how it is tested once it runs. */
export type LiveService = {
  readonly name: string;
  /** In a few words: autoscaler, service time, slots, start-up lag, rates. */
  readonly about: string;
  readonly sandbox: SandboxOptions;
  readonly configFor: (sandbox: RunningSandbox, folder: string, load: LiveLoad) => ResolvedConfig;
};

/** Short enough that a service with its five runs takes four minutes. */
const lengths = { baselineSeconds: 8, holdSeconds: 20, recoverySeconds: 10 };

/** Busy slots at the peak, with one slot per replica: small enough for a laptop that also runs k6. */
const busySlotsAtPeak = { low: 3, high: 8 };

/** Kinds and slots go round, so that a few services have all of them. */
const kinds = ['azureml-v1', 'azureml-v2'] as const;
const slotsPerService = [1, 1, 2, 2, 4] as const;

const scheduleMs = 200;

type Between = (low: number, high: number) => number;

/** A hold of 8 to 20 s, far below the platform's: every re-run waits until it is over. */
const policyOf = (kind: (typeof kinds)[number], minReplicas: number, between: Between): PolicySettings =>
  policySettingsSchema.parse({
    kind,
    targetUtilization: Math.round(between(60, 80)) / 100,
    minReplicas,
    maxReplicas: 3 * busySlotsAtPeak.high,
    ...(kind === 'azureml-v1'
      ? { scaleDownHoldSeconds: Math.round(between(8, 20)) }
      : { refreshSeconds: Math.round(between(4, 10)) / 10 }),
  });

const drawService = (seed: number, index: number) => {
  const random = createRandom(seed * 100_003 + index, 41);
  const between: Between = (low, high) => low + (high - low) * random();
  const [kind, slots] = [kinds[index % kinds.length]!, slotsPerService[index % slotsPerService.length]!];
  const meanMs = Math.round(between(100, 300));
  const busySlots = between(busySlotsAtPeak.low, busySlotsAtPeak.high) * Math.sqrt(slots);
  const peak = Math.round((1000 * busySlots) / meanMs);
  const baseline = Math.max(2, Math.round(peak * between(0.15, 0.35)));
  const minReplicas = Math.ceil((baseline * meanMs) / 1000 / 0.7 / slots);
  const [pullMs, initMs, scv] = [between(500, 2000), between(1000, 4000), between(0.1, 0.8)];
  const policy = policyOf(kind, minReplicas, between);
  return { kind, slots, meanMs, peak, baseline, pullMs, initMs, scv, policy };
};

/** Service `index` of the live bench: the same for the same seed. */
export const liveService = (seed: number, index: number): LiveService => {
  const { kind, slots, meanMs, peak, baseline, pullMs, initMs, scv, policy } = drawService(seed, index);
  const lagSeconds = ((scheduleMs + pullMs + initMs) / 1000).toFixed(1);
  return {
    name: `live ${index}`,
    about: `${kind}, ${slots === 1 ? '1 slot' : `${slots} slots`}, ${meanMs} ms, starts in ${lagSeconds} s, ${baseline} to ${peak} requests/s`,
    sandbox: {
      port: 0,
      apiPort: 0,
      seed: index,
      slotsPerReplica: slots,
      serviceTimeMs: { kind: 'gamma', meanMs, scv },
      startupLag: {
        scheduleMs: { kind: 'constant', meanMs: scheduleMs },
        pullMs: { kind: 'gamma', meanMs: pullMs, scv: 0.3 },
        initMs: { kind: 'gamma', meanMs: initMs, scv: 0.3 },
      },
      requestTimeoutMs: 5000,
      policy,
    },
    configFor: ({ scoreUrl, apiUrl, kubeconfigPath }, folder, load) =>
      resolveConfig(
        {
          target: {
            kind: kind === 'azureml-v1' ? 'aks-v1' : 'aks-v2',
            url: scoreUrl,
            requestTimeoutMs: 6000,
            slotsPerReplica: slots,
          },
          seed: load.seed,
          load: {
            scenario: 'spike',
            baselineRatePerSecond: baseline,
            peakRatePerSecond: peak * load.peakFactor,
            ...lengths,
          },
          slo: { maxErrorShare: 0.02, p95LatencyMs: 4 * meanMs + 300 },
          cluster: { kubeconfig: kubeconfigPath, namespace: 'default', selector: 'azuremlappname=demo' },
          autoscaler: policy,
          apply: { sandbox: apiUrl },
        },
        join(folder, 'k6.config.ts'),
      ),
  };
};
