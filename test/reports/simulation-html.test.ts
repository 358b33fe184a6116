import { describe, expect, it } from 'vitest';
import { simulationFigures } from '../../reports/charts/simulation-figures.ts';
import { drawnPanels, type Panel } from '../../reports/charts/time/model.ts';
import { renderSimulationHtml } from '../../reports/simulation-html.ts';
import { simulationTable } from '../../reports/simulation-table.ts';
import { simulationSchema } from '../../runs/schema/simulation.ts';
import { simulationOf } from '../builders/simulation.ts';

const now = simulationOf();
const quiet = simulationOf({
  name: 'min-12.json',
  outcomes: { ok: { low: 0.999, mid: 1, high: 1, confidence: 0.95 }, '503': null, '504': null },
  series: { ...now.series!, '503': now.series!['504'], queued: now.series!['504'] },
});

/** The panels of each model. */
const panelsOf = (): Panel[][] => simulationFigures([now, quiet]).map(drawnPanels);

describe('the what-if page', async () => {
  it('is built from answers as the simulator gives them', async () => {
    expect(simulationSchema.parse(now)).toEqual(now);
  });

  it('draws offered rate, replicas, queue and failures of every model', async () => {
    const page = await renderSimulationHtml([now, quiet]);
    expect(page.match(/<figure /g)).toHaveLength(2);
    for (const id of ['offered-1', 'replicas-2', 'queue-1', 'failures-2'])
      expect(page).toContain(`id="${id}"`);
    expect(page).toContain('503 at most 30/s, at 0:21; no 504.');
  });

  it('draws every measure of all models on one scale', async () => {
    const [first, second] = panelsOf().map((panels) => panels.map(({ ticks }) => ticks));
    expect(first).toHaveLength(4);
    expect(second).toEqual(first);
    expect(first).toContainEqual([0, 10, 20, 30]);
  });

  it('draws what the simulator gave, second by second', async () => {
    const failures = panelsOf()[0]!.find(({ id }) => id === 'failures-1')!;
    expect(failures.series.map(({ label, values }) => [label, values])).toEqual([
      ['503', now.series!['503']],
      ['504', now.series!['504']],
    ]);
  });

  it('sets the answers side by side', async () => {
    const { columns, rows } = simulationTable([now, quiet]);
    expect(columns).toEqual(['measure', 'as-it-is.json', 'min-12.json']);
    expect(rows).toContainEqual(['503', '15 % (13.5 % to 16.5 %)', '–']);
    expect(rows).toContainEqual([
      'latency p50 / p95 / p99',
      '100 ms / 400 ms / 600 ms',
      '100 ms / 400 ms / 600 ms',
    ]);
    expect(rows).toContainEqual(['errors end after', '10 s', '10 s']);
  });

  it('says what its intervals are of: the mean of several runs, or the parts of one', () => {
    expect(simulationTable([now, quiet]).caption).toContain('a single run may lie outside');
    const single = simulationOf({ replications: 1 });
    expect(simulationTable([single]).caption).toBe('Shares of the requests with their 95 % intervals');
  });

  it('does not depend on how fast the simulation was', async () => {
    const slow = simulationOf({ elapsedMs: 9000, simulatedRequestsPerSecond: 1 });
    expect(await renderSimulationHtml([slow])).toBe(await renderSimulationHtml([now]));
  });

  it('says so when an answer has no series, and when there is no answer', async () => {
    const { series: _, ...bare } = now;
    const page = await renderSimulationHtml([bare]);
    expect(page).toContain('nothing to show, the simulation kept no series.');
    expect(page).not.toContain('role="img"');
    expect(await renderSimulationHtml([])).toContain('No model was simulated.');
  });

  it('turns a hostile file name into text', async () => {
    const page = await renderSimulationHtml([simulationOf({ name: '<script>alert(1)</script>' })]);
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script>alert');
  });
});
