import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { chartFiles } from '../../../reports/chart-files.ts';
import { provenReport } from '../../builders/planned-report.ts';
import { emptyResult } from '../../builders/result-variants.ts';

/** What Vega-Lite and Vega say against a specification, while they draw it. */
const drawn = async (spec: TopLevelSpec) => {
  const complaints: string[] = [];
  const say = (...words: readonly unknown[]): void => {
    complaints.push(words.join(' '));
  };
  const silent = { level: () => silent, error: say, warn: say, info: () => silent, debug: () => silent };
  const { spec: vega } = compile(spec, { logger: silent as never });
  const view = new View(parse(vega), { renderer: 'none', logger: silent as never });
  return { svg: await view.toSVG(), complaints };
};

const files = chartFiles(provenReport(), 'vega-lite');
const specOf = (name: string): TopLevelSpec => JSON.parse(files.find((file) => file.name === name)!.text);

describe('charts as specifications of Vega-Lite', () => {
  it('are as many as the pictures, under the same names', () => {
    const pictures = chartFiles(provenReport(), 'svg').map(({ name }) => name.replace(/svg$/, 'vl.json'));
    expect(files.map(({ name }) => name)).toEqual(pictures);
    expect(chartFiles({ result: emptyResult() }, 'vega-lite')).toEqual([]);
  });

  it.each(files.map(({ name }) => name))('%s is drawn by Vega-Lite without a complaint', async (name) => {
    const { svg, complaints } = await drawn(specOf(name));
    expect(complaints).toEqual([]);
    expect(svg).toMatch(/<path[^>]* d="M[^"]{8,}/);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('carry every second, and the report’s own colours and words on the axes', async () => {
    const { svg } = await drawn(specOf('requests.vl.json'));
    const text = files.find(({ name }) => name === 'requests.vl.json')!.text;
    expect(text.match(/"second": 59,/g)!.length).toBeGreaterThanOrEqual(3);
    expect(svg).toContain('#db6501');
    expect(svg).toContain('>80/s<');
  });
});
