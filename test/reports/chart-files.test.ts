import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { chartFiles } from '../../reports/chart-files.ts';
import { provenReport } from '../builders/planned-report.ts';
import { spikeResult } from '../builders/result.ts';
import { emptyResult } from '../builders/result-variants.ts';

const files = chartFiles(provenReport(), 'svg');

describe('the charts as files', () => {
  it('are the figure of the run, its panels, and those of advice and proof', () => {
    expect(files.map(({ name }) => name)).toEqual([
      'run.svg',
      'requests.svg',
      'causes.svg',
      'latency.svg',
      'slots.svg',
      'replicas.svg',
      'by-peak-failed.svg',
      'by-peak-chance.svg',
      'by-lag-failed.svg',
      'by-lag-chance.svg',
      'candidates.svg',
      'proof-figures.svg',
    ]);
  });

  it.each(files.map(({ name, text }) => [name, text] as const))(
    '%s is well formed and stands alone',
    (_, svg) => {
      expect(parseSync('chart.jsx', svg).errors).toEqual([]);
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="960" height="\d+"/);
      expect(svg).not.toMatch(/var\(|NaN|undefined|<script|href="(?!#)|style=/);
      expect(svg).toMatch(/<title>[^<]+<\/title><desc>[^<]*\d/);
    },
  );

  it('are the same bytes for the same report', () => {
    expect(chartFiles(provenReport(), 'svg')).toEqual(files);
  });

  it('turn a hostile name into text', () => {
    const { timeline, ...result } = spikeResult();
    const phases = timeline.phases.map((phase) => ({ ...phase, name: '</text><script>' }));
    const [run] = chartFiles({ result: { ...result, timeline: { ...timeline, phases } } }, 'svg');
    expect(run?.text).not.toContain('<script');
  });

  it('are none of a run without a second', () => {
    expect(chartFiles({ result: emptyResult() }, 'svg')).toEqual([]);
  });
});
