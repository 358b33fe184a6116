import { describe, expect, it } from 'vitest';
import { simulateCandidates } from '../../planner/simulate/simulate.ts';
import { buildModel, noLimits } from '../builders/model.ts';
import { kolmogorovLoss } from '../oracles/kolmogorov.ts';

type Row = {
  readonly rate: number;
  readonly swing: number;
  readonly periodSeconds: number;
  readonly serviceSeconds: number;
  readonly capacity: number;
  readonly durationSeconds: number;
  readonly replications: number;
};

/** Steps per period: fine enough to be the sine wave, which the equations below see as the same steps. */
const stepsPerPeriod = 200;

describe('a load that swings, against the Kolmogorov equations, 12 servers, 2.4 million requests each', () => {
  it.each<Row>([
    {
      rate: 100,
      swing: 0.6,
      periodSeconds: 60,
      serviceSeconds: 0.1,
      capacity: 24,
      durationSeconds: 600,
      replications: 40,
    },
    {
      rate: 10,
      swing: 0.9,
      periodSeconds: 4,
      serviceSeconds: 1,
      capacity: 16,
      durationSeconds: 400,
      replications: 600,
    },
  ])('$rate requests/s +- $swing in $periodSeconds s', (row) => {
    const { rate, swing, periodSeconds, serviceSeconds, capacity, durationSeconds, replications } = row;
    const stepSeconds = periodSeconds / stepsPerPeriod;
    const rateAt = (second: number): number =>
      rate * (1 + swing * Math.sin((2 * Math.PI * second) / periodSeconds));
    const middleOf = (second: number): number =>
      (Math.floor(second / stepSeconds + 1e-9) + 0.5) * stepSeconds;
    const { lostShare } = kolmogorovLoss({
      ratePerSecondAt: (second) => rateAt(middleOf(second)),
      serversAt: () => 12,
      serviceSeconds,
      capacity,
      untilSeconds: durationSeconds,
      stepSeconds: stepSeconds / Math.ceil(stepSeconds / 0.0025),
    });
    const steps = Math.round(durationSeconds / stepSeconds);
    const model = buildModel({
      durationSeconds,
      arrivals: {
        kind: 'poisson',
        ratePerSecond: Array.from({ length: steps }, (_, i) => ({
          atSecond: i * stepSeconds,
          rate: rateAt((i + 0.5) * stepSeconds),
        })),
      },
      service: { kind: 'exponential', meanMs: 1000 * serviceSeconds },
      router: { ...noLimits, queueLengthLimit: capacity - 12 },
      policy: { kind: 'fixed', replicas: 12 },
      replications,
    });
    const [summary] = simulateCandidates([model]);
    const { tallies } = summary!;
    const requests = tallies.reduce((sum, tally) => sum + tally.requests, 0);
    const share = tallies.reduce((sum, tally) => sum + tally.rejected, 0) / requests;
    const squares = tallies.reduce((sum, tally) => sum + (tally.rejected - share * tally.requests) ** 2, 0);
    expect(requests).toBeGreaterThan(2_000_000);
    expect(Math.abs(share - lostShare)).toBeLessThan((4 * Math.sqrt(squares)) / requests);
  });
});
