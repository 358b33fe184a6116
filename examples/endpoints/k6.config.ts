/**
 * Two endpoints of one service: nine of ten arrivals send one row, the tenth sends a batch and may take longer. Start the
 * sandbox in one terminal (`npx headroom sandbox`), then run `npx headroom test --config examples/endpoints/k6.config.ts`
 * in another. docs/endpoints.md tells more.
 */
import { defineConfig } from 'kube-headroom';

const row = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

export default defineConfig({
  target: {
    kind: 'aks-v1',
    url: 'http://127.0.0.1:8890/api/v1/service/demo/score',
    requestTimeoutMs: 6_000,
  },
  endpoints: [
    { name: 'row', share: 0.9, payload: { json: { data: [row] } }, slo: { p95LatencyMs: 1_000 } },
    {
      name: 'batch',
      share: 0.1,
      payload: { json: { data: Array.from({ length: 50 }, () => row) } },
      slo: { maxErrorShare: 0.05, p95LatencyMs: 3_000 },
    },
  ],
  load: {
    scenario: 'spike',
    baselineRatePerSecond: 10,
    peakRatePerSecond: 60,
    baselineSeconds: 15,
    holdSeconds: 45,
    recoverySeconds: 16,
  },
  slo: { maxErrorShare: 0.01 },
  autoscaler: { kind: 'azureml-v1', targetUtilization: 0.7, minReplicas: 3, maxReplicas: 30 },
});
