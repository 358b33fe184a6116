import { describe, expect, it } from 'vitest';
import { goldenStations } from '../../builders/golden-stations.ts';
import { deviations, figures, runStation } from '../../builders/station-run.ts';

// test/long holds the same stations with enough requests to trust the standard errors of busy, large ones.
describe('the simulator against closed forms, 200 000 requests each', () => {
  it.each(goldenStations)('$name', ({ options, truths }) => {
    const run = runStation({ ...options, requests: 200_000 });
    for (const [figure, truth] of Object.entries(truths)) {
      const z = deviations(run, figures[figure as keyof typeof figures], truth);
      expect(Math.abs(z), `${figure}, in standard errors from ${truth}`).toBeLessThan(4);
    }
  });
});
