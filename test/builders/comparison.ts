import { type ComparedRun, type Comparison, comparisonSchema } from '../../runs/schema/comparison.ts';

/** A run as a comparison names it, without a title. */
export const comparedRun = (
  side: ComparedRun['side'],
  id: string,
  change: Partial<ComparedRun> = {},
): ComparedRun => ({
  id,
  side,
  scenario: 'spike',
  autoscaler: 'azureml-v1',
  hasContents: true,
  peakRatePerSecond: 30,
  slos: [{ endpoint: null, slo: { maxErrorShare: 0.01, p95LatencyMs: 200 } }],
  ...change,
});

/** Two runs, of which the second is slower beyond chance; its errors have no interval. */
export const slowerComparison = (change: Partial<Comparison> = {}): Comparison =>
  comparisonSchema.parse({
    schemaVersion: 1,
    base: ['base-run'],
    compared: ['new-run'],
    runs: [comparedRun('base', 'base-run'), comparedRun('compared', 'new-run')],
    unlike: [],
    simulatedRuns: 40,
    metSlo: { base: 1, compared: 0 },
    sameSlo: true,
    sameArrivals: true,
    figures: [
      {
        figure: 'p95Latency',
        unit: 'millisecond',
        base: 200,
        compared: 300,
        difference: { low: 80, mid: 100, high: 120, confidence: 0.99 },
        missing: null,
        tolerance: { by: 'share', value: 0.05 },
        verdict: 'worse',
      },
      {
        figure: 'errorShare',
        unit: 'share',
        base: 0.1,
        compared: 0.12,
        difference: null,
        missing: 'notSimulated',
        tolerance: { by: 'amount', value: 0.01 },
        verdict: 'cantTell',
      },
    ],
    effects: [],
    verdict: 'worse',
    runsToTell: null,
    ...change,
  });
