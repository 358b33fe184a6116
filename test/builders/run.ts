import { recordedConfigOf } from '../../config/recorded.ts';
import { resolveConfig } from '../../config/resolve.ts';
import {
  plannedArrivalsBySecond,
  plannedSecondsOf,
  roundedCounts,
} from '../../planner/timeline/planned-rate.ts';
import type { Run } from '../../runs/schema/run.ts';

/** A second of the clock at which the recorded loads of the tests begin. */
export const startSecond = 1_780_000_000;

/** A spike: 10 s at 5/s, 20 s at 20/s, 10 s at 5/s. */
export const spikeConfig = {
  target: { url: 'http://127.0.0.1:8890/api/v1/service/demo/score', requestTimeoutMs: 6000 },
  load: {
    scenario: 'spike',
    baselineRatePerSecond: 5,
    peakRatePerSecond: 20,
    baselineSeconds: 10,
    holdSeconds: 20,
    recoverySeconds: 10,
  },
  cluster: { selector: 'azuremlappname=demo' },
  autoscaler: { kind: 'azureml-v1', minReplicas: 1, maxReplicas: 4 },
} as const;

export const completeRun = (change: Partial<Run> = {}, input: unknown = spikeConfig): Run => {
  const config = resolveConfig(input, 'k6.config.ts');
  return {
    schemaVersion: 4,
    id: '20260528-202640-spike-0000',
    status: 'complete',
    tool: { version: '0.1.0', node: 'v24.0.0', platform: 'linux-x64' },
    k6: { version: 'v2.2.0', source: 'cache' },
    seed: 1,
    config: recordedConfigOf(config),
    phases: [...config.phases],
    plannedPerSecond: roundedCounts(plannedArrivalsBySecond(config.phases, plannedSecondsOf(config.phases))),
    createdAtMs: (startSecond - 5) * 1000,
    loadStartedAtMs: startSecond * 1000,
    endedAtMs: (startSecond + 41) * 1000,
    preflight: [{ endpoint: 'default', status: 200, latencyMs: 100 }],
    stopped: null,
    k6Exit: { exitCode: 0, signal: null },
    problems: [],
    ...change,
  };
};
