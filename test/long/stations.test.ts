import { describe, expect, it } from 'vitest';
import { goldenStations } from '../builders/golden-stations.ts';
import { deviations, figures, runStation } from '../builders/station-run.ts';

describe('the simulator against closed forms, 3 million requests each', () => {
  it.each(goldenStations)('$name', ({ options, truths }) => {
    const run = runStation({ ...options, requests: 3_000_000 });
    for (const [figure, truth] of Object.entries(truths)) {
      const z = deviations(run, figures[figure as keyof typeof figures], truth);
      expect(Math.abs(z), `${figure}, in standard errors from ${truth}`).toBeLessThan(4);
    }
  });
});
