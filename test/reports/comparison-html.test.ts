import { describe, expect, it } from 'vitest';
import { comparisonFigure } from '../../reports/charts/comparison-figure.ts';
import { drawnPanels } from '../../reports/charts/time/model.ts';
import { renderComparisonHtml } from '../../reports/comparison-html.ts';
import { renderComparison } from '../../reports/comparison-terminal.ts';
import type { Comparison } from '../../runs/schema/comparison.ts';
import { comparedRun, slowerComparison } from '../builders/comparison.ts';
import { spikeResult } from '../builders/result.ts';
import { unknownClusterResult } from '../builders/result-variants.ts';

const both = { base: [spikeResult()], compared: [unknownClusterResult()] };

describe('a comparison as a page', () => {
  it('warns where the loads differ, and only there', async () => {
    const pageOf = (unlike: Comparison['unlike']) => renderComparisonHtml(slowerComparison({ unlike }), both);
    expect(await pageOf(['rates'])).toContain('class="notice">Warning: ');
    expect(await pageOf([])).not.toContain('class="notice">Warning: ');
  });
});

describe('the names of compared runs', () => {
  const titled = slowerComparison({
    runs: [
      comparedRun('base', 'base-run', { title: 'Release 2.4' }),
      comparedRun('compared', 'new-run', {
        title: 'Release 2.5',
        slos: [{ endpoint: null, slo: { maxErrorShare: 0.05 } }],
      }),
    ],
    sameSlo: false,
  });
  const lines = [
    'base: base-run · Release 2.4 · spike, peak 30/s · SLO: at most 1 % of the requests fail, p95 latency at most 200 ms',
    'compared: new-run · Release 2.5 · spike, peak 30/s · SLO: at most 5 % of the requests fail',
  ];

  it('are their titles, in the tab too, with load and SLO', async () => {
    const page = await renderComparisonHtml(titled, both);
    expect(page).toContain('worse: Release 2.5 compared with Release 2.4</title>');
    const terminal = renderComparison(titled).replaceAll(/\s+/g, ' ');
    for (const line of lines) {
      expect(page).toContain(line);
      expect(terminal).toContain(line);
    }
  });
});

describe('both sides of a comparison over each other', () => {
  it('are the runs as they were, each of its side, apart by dash and colour', () => {
    const figure = comparisonFigure(both);
    const [failed] = drawnPanels(figure);
    expect(figure.runs).toEqual(['base', 'compared']);
    expect(failed?.series.map(({ label, dash }) => [label, dash])).toEqual([
      ['base', [5, 3]],
      ['compared', undefined],
    ]);
    expect(failed?.series[0]?.values.reduce((sum: number, n) => sum + (n ?? 0), 0)).toBe(270);
    expect(failed?.numbers).toBe('base: at most 36/s; compared: at most 36/s.');
  });

  it('name each of several repeats, and say what is unknown of one', () => {
    const { base } = both;
    const panels = drawnPanels(comparisonFigure({ base: [...base, ...base], compared: both.compared }));
    expect(panels.map(({ id }) => id)).toEqual(['failed', 'p95', 'ready']);
    expect(panels[2]?.numbers).toBe('base, run 1: at most 12; base, run 2: at most 12; compared: unknown.');
  });

  it('have no panel for what is unknown of all', () => {
    const panels = drawnPanels(comparisonFigure({ base: both.compared, compared: both.compared }));
    expect(panels.map(({ id }) => id)).toEqual(['failed', 'p95']);
  });
});
