import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { errorsAgainstUtilizationFigure } from '../../../reports/charts/errors-against.ts';
import { type ChartSpec, renderSvg } from '../../../reports/charts/render-svg.ts';
import { toText } from '../../../reports/html.ts';
import { spikeResult } from '../../builders/result.ts';

const figure = errorsAgainstUtilizationFigure(spikeResult());
const spec = figure.kind === 'figure' ? figure.spec : ({} as ChartSpec);
const labels = { id: 'rate', title: 'Rate', description: '80/s at most' };

describe('renderSvg', () => {
  it('names and describes the chart for a screen reader, and lets Tab reach it', async () => {
    const svg = toText(await renderSvg(spec, labels));
    expect(svg).toMatch(/^<svg [^>]*role="img" tabindex="0" aria-labelledby="rate-title rate-desc">/);
    expect(svg).toContain('<title id="rate-title">Rate</title><desc id="rate-desc">80/s at most</desc>');
  });

  it('escapes what it was given to say', async () => {
    const svg = toText(
      await renderSvg(spec, { ...labels, title: '</title><script>', description: '$& <b>' }),
    );
    expect(svg).toContain('&lt;/title&gt;&lt;script&gt;');
    expect(svg).toContain('$&amp; &lt;b&gt;');
    expect(svg).not.toContain('<script>');
  });

  it('escapes text that came in with the data', async () => {
    const svg = toText(
      await renderSvg(
        {
          data: { values: [{ name: '</text><script>alert(1)</script>' }] },
          mark: 'text',
          encoding: { text: { field: 'name', type: 'nominal' } },
        },
        labels,
      ),
    );
    expect(svg).not.toContain('<script>');
    expect(svg).toContain('&lt;script&gt;');
  });

  it('leaves colours to the variables of the page, and styles to its style sheet', async () => {
    const svg = toText(await renderSvg(spec, labels));
    expect(svg).toContain('fill="var(--orange)"');
    expect(svg).not.toMatch(/ style=| font-family=|#[0-9a-f]{6}|white/);
  });

  it('gives the same bytes again, with ids of its own, whatever was rendered before', async () => {
    const clipped: ChartSpec = {
      data: { values: [{ x: 1, y: 2 }] },
      mark: { type: 'point', clip: true },
      encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
    };
    const first = toText(await renderSvg(clipped, labels));
    const other = toText(await renderSvg(clipped, { ...labels, id: 'other' }));
    expect(toText(await renderSvg(clipped, labels))).toBe(first);
    expect(first).toContain('id="rate-clip1"');
    expect(first).toContain('url(#rate-clip1)');
    expect(other).toContain('id="other-clip1"');
  });

  it('loads nothing, even if a specification names a URL', async () => {
    const remote: ChartSpec = {
      data: { url: 'http://127.0.0.1:9/never.json' },
      mark: 'point',
      encoding: { x: { field: 'x', type: 'quantitative' } },
    };
    await expect(renderSvg(remote, labels)).rejects.toThrow('chart rate names http://127.0.0.1:9/never.json');
  });

  it('passes on what the library finds odd', async () => {
    const warnings: string[] = [];
    const odd: ChartSpec = {
      data: { values: [{ x: 1 }] },
      mark: 'point',
      encoding: { theta: { field: 'x' } },
    };
    await renderSvg(odd, labels, (message) => warnings.push(message));
    expect(warnings.join()).toContain('theta');
  });

  it('works where generating code from strings is forbidden', async () => {
    const script = `
      const { renderSvg } = await import('./reports/charts/render-svg.ts');
      const { toText } = await import('./reports/html.ts');
      console.log(toText(await renderSvg(${JSON.stringify(spec)}, ${JSON.stringify(labels)})));`;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--disallow-code-generation-from-strings',
      '--input-type=module',
      '--eval',
      script,
    ]);
    expect(stdout.trim()).toBe(toText(await renderSvg(spec, labels)));
  });
});
