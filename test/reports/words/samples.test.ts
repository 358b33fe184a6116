import { describe, expect, it } from 'vitest';
import { escapeControls } from '../../../errors/escape-controls.ts';
import { renderMarkdown } from '../../../reports/markdown.ts';
import { renderHtml } from '../../../reports/report-html.ts';
import { renderSummary } from '../../../reports/terminal.ts';
import { sampleLines, sampleText } from '../../../reports/words/run/samples.ts';
import type { AnswerSample } from '../../../runs/schema/result.ts';
import { spikeResult } from '../../builders/result.ts';

const headers = { 'content-type': 'text/plain', server: 'azureml-fe', 'retry-after': '1' };
const sample: AnswerSample = {
  endpoint: null,
  outcome: '503',
  phase: 'spike',
  second: 21,
  headers,
  body: 'no replica',
  error: null,
};
const hostile = 'a\u001b[2J\u202eb\nc';
const result = spikeResult({
  samples: [
    sample,
    { ...sample, body: 'the second one' },
    {
      endpoint: null,
      outcome: 'timeout',
      phase: 'spike',
      second: 30,
      headers: {},
      body: null,
      error: `gave up${hostile}`,
    },
    {
      endpoint: null,
      outcome: '504',
      phase: 'spike',
      second: 31,
      headers: {},
      body: 'x'.repeat(500),
      error: null,
    },
  ],
});

describe('a failing answer in words', () => {
  it('tells who answered and what, without the headers that every answer has', () => {
    expect(sampleText(sample)).toBe('503: server azureml-fe, retry-after 1, "no replica"');
  });

  it('names the endpoint where there are several, and has a line for each outcome of each', () => {
    expect(sampleText({ ...sample, endpoint: 'score' })).toMatch(/^score, 503: /);
    const samples = ['score', 'embed', 'score'].map((endpoint) => ({ ...sample, endpoint }));
    expect(sampleLines(spikeResult({ samples })).map((line) => line.split(':')[0])).toEqual([
      'score, 503',
      'embed, 503',
    ]);
  });

  it('makes control characters and turned directions visible', () => {
    expect(escapeControls(hostile)).toBe('a\\u{1b}[2J\\u{202e}b\\nc');
  });

  it('has a line for each text of an outcome, with the phases that it came in, cut', () => {
    const lines = sampleLines(result);
    expect(lines.map((line) => line.split(':')[0])).toEqual(['503', '503', '504', 'client timeout']);
    expect(lines[2]).toBe(`504: "${'x'.repeat(120)}…" (spike)`);
    const again = { ...sample, phase: 'recovery', second: 45 };
    expect(sampleLines(spikeResult({ samples: [sample, again] }))).toEqual([
      '503: server azureml-fe, retry-after 1, "no replica" (spike, recovery)',
    ]);
  });

  it('stands in terminal, Markdown and report, there with all that was kept and folded', async () => {
    const summary = renderSummary({ result }, { color: false, width: 100 });
    expect(summary).toContain('503: server azureml-fe, retry-after 1, "no replica"');
    expect(renderMarkdown({ result })).toContain('- 503: server azureml-fe, retry-after 1, "no replica"');
    const page = await renderHtml({ result });
    expect(page).toContain('First failing answers (4)');
    expect(page).toContain('the second one');
    for (const text of [summary, renderMarkdown({ result }), page]) expect(text).not.toContain('\u001b[2J');
  });
});
