import type { Phase } from '../../runs/schema/load/load.ts';
import type { Run } from '../../runs/schema/run.ts';

export const startedAtMs = Date.UTC(2026, 10, 22, 9, 0, 0);

const phase = (name: 'baseline' | 'spike' | 'recovery', startSeconds: number, rate: number): Phase => ({
  name,
  kind: name,
  startSeconds,
  durationSeconds: 20,
  pieces: [{ durationSeconds: 20, fromRatePerSecond: rate, toRatePerSecond: rate }],
});
export const spikePhases = [phase('baseline', 0, 10), phase('spike', 20, 80), phase('recovery', 40, 10)];

/** `run.json` of the spike in `spikeResult`. */
export const spikeRun: Run = {
  schemaVersion: 4,
  id: '2026-11-22T09-00-00Z-spike-4f2a',
  status: 'complete',
  tool: { version: '0.1.0', node: 'v24.21.0', platform: 'linux x64' },
  k6: { version: 'v2.2.0', source: 'cache' },
  seed: 20261122,
  config: {
    target: {
      kind: 'aks-v2',
      url: 'http://scoring.example/api/v1/service/sklearn/score',
      method: 'POST',
      headerNames: ['Content-Type'],
      authEnv: 'SCORING_KEY',
      payload: 'inline JSON, 56 bytes',
      requestTimeoutMs: 5000,
      slotsPerReplica: 1,
    },
    load: {
      scenario: 'spike',
      baselineRatePerSecond: 10,
      peakRatePerSecond: 80,
      baselineSeconds: 20,
      holdSeconds: 20,
      recoverySeconds: 20,
    },
    script: null,
    slo: { maxErrorShare: 0.01, p95LatencyMs: 500 },
    autoscaler: {
      kind: 'azureml-v2',
      targetUtilization: 0.7,
      minReplicas: 4,
      maxReplicas: 12,
      refreshSeconds: 1,
      stepLaw: 'proportional',
      denominator: 'current',
      sampling: 'instant',
      deadband: 0,
      scaleDownHoldRefreshes: 20,
    },
    cluster: { context: 'sandbox', namespace: 'azureml', selector: 'ml.azure.com/endpoint-name=sklearn' },
    safety: {
      allowedHosts: ['scoring.example'],
      maxRatePerSecond: 200,
      maxDurationSeconds: 600,
      maxInFlight: 10_000,
      maxVirtualUsers: 2000,
      autoStop: { maxErrorShare: 0.9, windowSeconds: 10, overdueMs: 10_000 },
    },
    k6Extensions: [],
  },
  phases: spikePhases,
  plannedPerSecond: spikePhases.flatMap(({ pieces }) =>
    new Array<number>(20).fill(pieces[0]!.fromRatePerSecond),
  ),
  createdAtMs: startedAtMs - 4000,
  loadStartedAtMs: startedAtMs,
  endedAtMs: startedAtMs + 63_500,
  preflight: [{ endpoint: 'default', status: 200, latencyMs: 104 }],
  stopped: null,
  k6Exit: { exitCode: 0, signal: null },
  problems: [],
};
