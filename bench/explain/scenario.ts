import type { ConfigInput } from '../../config/schema/config.ts';
import type { Script } from './lab/lab.ts';

/** Whose answers and rules a scenario has: one half of them are not of Azure ML. */
export type Family = 'Azure ML' | 'other';

/** What a scenario's config has beside what every one has: see `configOf`. */
export type ScenarioConfig = Partial<Omit<ConfigInput, 'target'>> & {
  readonly target: Partial<ConfigInput['target']>;
};

/** One situation that is planted, and how it is tested. */
export type Scenario = Script & {
  readonly name: string;
  readonly family: Family;
  readonly config: ScenarioConfig;
  /** Requests that a replica runs at once, as its script has it; by default 1. */
  readonly slots?: number;
  /** Fire whatever the first request is answered. */
  readonly isForced?: boolean;
  /** The generator itself is made to stand still. */
  readonly stopsGenerator?: boolean;
  /** Nothing is planted: no finding above "info" may come. */
  readonly isHealthy?: boolean;
};

/** Small and short: one step of 4 to 14 requests a second for 9 seconds. */
const load = {
  scenario: 'spike',
  baselineRatePerSecond: 4,
  peakRatePerSecond: 14,
  baselineSeconds: 5,
  holdSeconds: 9,
  recoverySeconds: 3,
} as const;

/** The config of a scenario, as `headroom test` reads it. */
export const configOf = (
  { config, slots = 1 }: Scenario,
  { url, kubeconfig }: { readonly url: string; readonly kubeconfig: string },
): ConfigInput => ({
  load,
  slo: { maxErrorShare: 0.01 },
  safety: { autoStop: { maxErrorShare: 1, windowSeconds: 600 } },
  cluster: { kubeconfig, namespace: 'default', selector: 'app=scoring' },
  ...config,
  target: { kind: 'kubernetes', url, requestTimeoutMs: 5_000, slotsPerReplica: slots, ...config.target },
});
