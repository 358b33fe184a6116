import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../config/load-config.ts';
import { plannedArrivalsFor } from '../../load/plan/planned-arrivals.ts';
import { sumOf } from '../../planner/stats/sum.ts';

describe('the example of several endpoints', () => {
  it('is a config that sends most arrivals to one, and some to the other', async () => {
    const config = await loadConfig(join(import.meta.dirname, '../../examples/endpoints/k6.config.ts'));
    expect(config.endpoints).toMatchObject([
      { name: 'row', slo: { maxErrorShare: 0.01, p95LatencyMs: 1000 } },
      { name: 'batch', slo: { maxErrorShare: 0.05, p95LatencyMs: 3000 } },
    ]);
    expect(config.warnings).toEqual([]);
    const { perSecond, perEndpoint } = plannedArrivalsFor(config);
    const [row, batch] = perEndpoint.map(sumOf);
    expect(row! + batch!).toBe(sumOf(perSecond));
    expect(batch! / sumOf(perSecond)).toBeCloseTo(0.1, 1);
  });
});
