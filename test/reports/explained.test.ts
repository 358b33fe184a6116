import { expect, it } from 'vitest';
import { explainedScaling } from '../../reports/explained.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import { renderHtml } from '../../reports/report-html.ts';
import { renderSummary } from '../../reports/terminal.ts';
import type { DecisionRow } from '../../runs/schema/decisions.ts';
import { type Result, resultSchema } from '../../runs/schema/result.ts';
import { spikeResult } from '../builders/result.ts';

const row = (change: Partial<DecisionRow>): DecisionRow => ({
  kind: 'made',
  fromSecond: 31,
  toSecond: 31,
  looks: 1,
  from: 4,
  to: 7,
  asked: 12,
  proposals: [{ metric: 'cpu', replicas: 12, ratio: 3, reason: 'AsProposed' }],
  reason: 'PolicyLimited',
  reasonFrom: 'replay',
  said: null,
  ...change,
});

const unseen = { proposals: [], asked: null };
const rows: DecisionRow[] = [
  row({ ...unseen, kind: 'unasked', fromSecond: 20, toSecond: 31, looks: 0, to: 4, reason: 'NotDue' }),
  row({}),
  row({
    kind: 'held',
    toSecond: 46,
    from: 7,
    said: 'ScaleUpLimit: the desired replica count is increasing faster than the maximum scale rate',
    reasonFrom: 'status',
  }),
  row({ ...unseen, kind: 'foreign', fromSecond: 50, toSecond: 50, from: 7, to: 2, reason: null }),
  row({ kind: 'held', fromSecond: 55, toSecond: 58, from: 7, asked: 3, reason: 'Stabilized' }),
];

const result: Result = resultSchema.parse({
  ...spikeResult(),
  decisions: { rule: 'hpa', intervalSeconds: 15, looksFrom: 'seen', rows },
});

it('tells every decision in the table, and in sentences those that are about more replicas', () => {
  const [explained] = explainedScaling(result);
  expect(explained!.table.rows).toHaveLength(rows.length);
  expect(explained!.sentences).toEqual([
    '0:20–0:31: stays 4; not asked. NotDue: it had not looked yet.',
    '0:31: 4 → 7; cpu at 3 × target asks for 12. PolicyLimited: a limit on the speed of scaling cut the step.',
    '0:31–0:46: stays 7; cpu at 3 × target asks for 12. PolicyLimited: a limit on the speed of scaling cut the step ("ScaleUpLimit: the desired replica count is increasing faster than the maximum scale rate").',
    '0:50: 7 → 2; not asked. its rule has no reason for it: someone else changed them, or its settings are others.',
    '1 more row in result.json and the report',
  ]);
  expect(explained!.basis).toBe(
    'Rule hpa, looks every 15 s (moments of its looks: seen). Reasons in the words of KEP-6107.',
  );
});

it('stands in the page, the comment and the terminal', async () => {
  const report = { result };
  const sentence = 'asks for 12';
  expect(await renderHtml(report)).toContain(sentence);
  expect(renderMarkdown(report)).toContain(sentence);
  const terminal = renderSummary(report, { color: false, width: 80 });
  expect(terminal).toContain('Decisions of the autoscaler');
  const lines = terminal.split('\n');
  const from = lines.indexOf('Decisions of the autoscaler');
  const section = lines.slice(from, lines.indexOf('', from));
  expect(section.join(' ')).toContain(sentence);
  expect(Math.max(...section.map((line) => line.length))).toBeLessThanOrEqual(80);
});

it('says nothing where nothing was decided', async () => {
  const silent = { result: spikeResult() };
  expect(explainedScaling(silent.result)).toEqual([]);
  expect(await renderHtml(silent)).not.toContain('Why it did, or did not, scale');
});
