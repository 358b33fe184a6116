import { describe, expect, it } from 'vitest';
import type { Stepper } from '../../planner/policies/index.ts';
import { deviations, figures, runStation } from '../builders/station-run.ts';
import { mg1SetupResponseSeconds } from '../oracles/mg1-setup.ts';
import { mmkSetupResponseSeconds } from '../oracles/mmk-setup.ts';

/**
 * Off when idle, one set-up for each waiting request, cancelled when another server takes it. The theory does so at
 * once, this looks every `intervalSeconds`: short enough for what it adds to be lost in the noise.
 */
const coldStart = (servers: number, intervalSeconds: number): Stepper => {
  const at = (desiredReplicas: number): Stepper => ({
    kind: 'coldStart',
    needsPods: false,
    intervalSeconds,
    desiredReplicas,
    next: ({ busySlots, queuedRequests }) => at(Math.min(servers, busySlots + queuedRequests)),
  });
  return at(0);
};

type Row = {
  readonly rate: number;
  readonly servers: number;
  readonly setupSeconds: number;
  readonly kind?: 'exponential' | 'constant';
  readonly starts?: 'parallel' | 'staggered';
};

const run = ({ rate, servers, setupSeconds, kind = 'exponential', starts = 'parallel' }: Row) =>
  runStation({
    ratePerSecond: rate,
    service: { kind: 'exponential', meanMs: 1000 },
    servers,
    requests: 2_100_000,
    policy: coldStart(servers, 0.01),
    startupLag: { kind, meanMs: 1000 * setupSeconds },
    parallelStartsLimit: starts === 'parallel' ? null : 1,
  });

describe('scale to zero against M/M/k/setup, 2.1 million requests each', () => {
  it.each<Row>([
    { rate: 0.5, servers: 1, setupSeconds: 10 },
    { rate: 5, servers: 10, setupSeconds: 10 },
    { rate: 8, servers: 10, setupSeconds: 10 },
    { rate: 5, servers: 10, setupSeconds: 100 },
    { rate: 25, servers: 50, setupSeconds: 10 },
    { rate: 40, servers: 50, setupSeconds: 10 },
    { rate: 25, servers: 50, setupSeconds: 100 },
    { rate: 5, servers: 10, setupSeconds: 2, starts: 'staggered' },
    { rate: 8, servers: 10, setupSeconds: 0.5, starts: 'staggered' },
  ])('load $rate, $servers servers, exponential set-ups of $setupSeconds s', (row) => {
    const { rate: ratePerSecond, starts = 'parallel', ...rest } = row;
    const truth = mmkSetupResponseSeconds({ ratePerSecond, serviceSeconds: 1, starts, ...rest });
    expect(Math.abs(deviations(run(row), figures.responseSeconds, truth))).toBeLessThan(4);
  });

  it('one server with constant set-ups of 10 s, load 0.5: M/G/1 with set-up', () => {
    const truth = mg1SetupResponseSeconds({
      ratePerSecond: 0.5,
      serviceSeconds: 1,
      serviceScv: 1,
      setupSeconds: 10,
      setupScv: 0,
    });
    const found = run({ rate: 0.5, servers: 1, setupSeconds: 10, kind: 'constant' });
    expect(Math.abs(deviations(found, figures.responseSeconds, truth))).toBeLessThan(4);
  });
});
