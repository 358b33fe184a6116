/**
 * The config of this checkout: a spike against the embedded sandbox. Start the sandbox in one terminal
 * (`npx headroom sandbox`), then run `npx headroom test` in another. `headroom config schema` lists every key.
 */
import { defineConfig } from 'kube-headroom';

export default defineConfig({
  target: {
    kind: 'aks-v1',
    url: 'http://127.0.0.1:8890/api/v1/service/demo/score',
    requestTimeoutMs: 6_000,
  },
  load: {
    scenario: 'spike',
    baselineRatePerSecond: 10,
    peakRatePerSecond: 60,
    baselineSeconds: 15,
    holdSeconds: 45,
    recoverySeconds: 16,
  },
  slo: { maxErrorShare: 0.01, p95LatencyMs: 1_000 },
  cluster: {
    kubeconfig: '.headroom/sandbox/kubeconfig',
    namespace: 'default',
    selector: 'azuremlappname=demo',
  },
  apply: { sandbox: 'http://127.0.0.1:8891' },
  autoscaler: { kind: 'azureml-v1', targetUtilization: 0.7, minReplicas: 3, maxReplicas: 30 },
});
