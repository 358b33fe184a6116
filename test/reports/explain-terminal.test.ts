import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../../cli/read-recording.ts';
import { analyze } from '../../planner/result/build-result.ts';
import { renderExplanation } from '../../reports/explain-terminal.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import type { Report } from '../../reports/report.ts';
import { renderHtml } from '../../reports/report-html.ts';
import { renderSummary } from '../../reports/terminal.ts';
import { plannedReport, spikeRefusal } from '../builders/planned-report.ts';
import { interruptedResult } from '../builders/result-variants.ts';
import { healthyOne } from '../builders/situation.ts';

const resultOf = async (name: string) =>
  analyze(await readRecording(join(import.meta.dirname, '../fixtures/field-cases', name))).result;

const plain = { color: false, width: 80 };

describe('the explanation of a run on a terminal', () => {
  it('reads as its golden text, in 80 columns', async () => {
    const text = renderExplanation({ result: await resultOf('startup-probe-too-short') }, plain);
    await expect(`${text}\n`).toMatchFileSnapshot('../golden/reports/explanation.txt');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('says that nothing failed, and nothing else', () => {
    const text = renderExplanation({ result: analyze(healthyOne()).result }, plain);
    expect(text).toContain('No request failed.');
    expect(text).not.toMatch(/to do|what would show it/);
  });

  it('predicts what the advised change does to the failures, where there is an advice', () => {
    const text = renderExplanation(plannedReport(), plain).replaceAll(/\s+/g, ' ');
    expect(text).toMatch(
      /What a change would do Set .* In simulation \S+ % of the requests fail with it \(.*\), and \S+ % with the settings in use: medians of \d+ runs\./,
    );
    expect(renderExplanation({ result: plannedReport().result }, plain)).toContain(
      'not simulated yet: headroom plan',
    );
  });

  it('says of an advice that does not stand why it does not', () => {
    const predicted = (report: Report): string =>
      renderExplanation(report, plain).replaceAll(/\s+/g, ' ').split('What a change would do ')[1]!;
    expect(predicted({ ...plannedReport(), result: interruptedResult() })).toMatch(
      /^Record the whole load, then plan\. From what was recorded the plan would be: Set /,
    );
    expect(predicted(plannedReport(spikeRefusal))).toMatch(/^No advice yet\. /);
  });

  it('names the same causes as every report', async () => {
    const result = await resultOf('no-node-with-room');
    const texts = [
      renderExplanation({ result }, plain),
      renderSummary({ result }, plain),
      renderMarkdown({ result }),
      await renderHtml({ result }),
    ];
    for (const text of texts) {
      const flat = text.replaceAll(/\s+/g, ' ').toLowerCase();
      expect(flat).toContain('pods were waiting for a node that can take them');
      expect(flat).toContain('add nodes');
    }
  });
});
