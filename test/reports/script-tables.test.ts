import { describe, expect, it } from 'vitest';
import { scriptResultOf } from '../../planner/result/script.ts';
import { sketchOf } from '../../planner/stats/sketch.ts';
import { foldLoad } from '../../planner/timeline/fold-load.ts';
import { html, toText } from '../../reports/html.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import { scriptSection } from '../../reports/page/script.ts';
import { scriptTables } from '../../reports/script-tables.ts';
import { renderSummary } from '../../reports/terminal.ts';
import type { LoadLine } from '../../runs/schema/load-series.ts';
import { resultSchema } from '../../runs/schema/result.ts';
import { endLine } from '../builders/load.ts';
import { spikeResult } from '../builders/result.ts';
import { completeRun, startSecond } from '../builders/run.ts';

type Own = Pick<Extract<LoadLine, { kind: 'script' }>, 'checks' | 'counters' | 'rates' | 'trends' | 'gauges'>;

const scriptLine = (phase: string, second: number, own: Own): LoadLine => ({
  kind: 'script',
  seq: 0,
  second: startSecond + second,
  generator: 'local',
  endpoint: 'default',
  phase,
  ...own,
});

const script = scriptResultOf(
  foldLoad([
    scriptLine('spike', 20, { checks: { 'has rows': [3, 1] } }),
    scriptLine('baseline', 0, { checks: { 'has rows': [2, 0], 'a::first': [5, 0] } }),
    scriptLine('spike', 21, { checks: { 'has rows': [4, 2] } }),
    scriptLine('spike', 30, { checks: { 'has rows': [1, 1] } }),
    scriptLine('spike', 45, { checks: { 'has rows': [6, 0] } }),
    scriptLine('spike', 22, {
      counters: { rows: 3 },
      gauges: { queue: 7 },
      trends: { age: sketchOf([10, 20]) },
    }),
    scriptLine('spike', 21, { counters: { rows: 2 }, gauges: { queue: 9 }, trends: { age: sketchOf([40]) } }),
    scriptLine('baseline', 1, { rates: { hits: [1, 2] } }),
    scriptLine('baseline', 2, { rates: { hits: [2, 2] } }),
    endLine({ thresholds: [{ metric: 'checks', expression: 'rate>0.9', ok: false }] }),
  ]),
  completeRun(),
  { startedAtMs: startSecond * 1000, seconds: 40 },
);

describe('checks and thresholds of a script', () => {
  it('are added up by phase, in the order of the load', () => {
    expect(scriptTables(script)).toEqual([
      {
        title: 'Checks of the script',
        columns: ['check', 'phase', 'passed', 'failed', 'failed in'],
        rows: [
          ['a::first', 'baseline', '5', '0', '–'],
          ['has rows', 'baseline', '2', '0', '–'],
          ['has rows', 'spike', '14', '✗ 4', '0:20–0:21, 0:30'],
        ],
      },
      {
        title: 'Metrics of the script',
        columns: ['metric', 'phase', 'value'],
        rows: [
          ['age', 'spike', 'median 20, p95 40, largest 40 (3 values)'],
          ['hits', 'baseline', '75 % (3 of 4)'],
          ['queue', 'spike', '7 at last'],
          ['rows', 'spike', '5'],
        ],
      },
      {
        title: 'Thresholds of the script, as k6 judged what was sent',
        columns: ['metric', 'threshold', 'result'],
        rows: [['checks', 'rate>0.9', '✗ not met']],
      },
    ]);
  });

  it('are told second by second, as long after the last arrival as they are made', () => {
    const { passes, fails } = script!.checks[1]!.bySecond;
    expect(passes).toHaveLength(46);
    expect([passes[0], passes[20], passes[21], passes[22], passes[45]]).toEqual([2, 3, 4, 0, 6]);
    expect(fails.flatMap((n, second) => (n > 0 ? [[second, n]] : []))).toEqual([
      [20, 1],
      [21, 2],
      [30, 1],
    ]);
    expect(script!.checks[0]!.bySecond.passes).toHaveLength(40);
  });

  it('stand in result.json, terminal, report and Markdown', () => {
    const result = resultSchema.parse({ ...spikeResult(), script });
    const terminal = renderSummary({ result }, { color: false, width: 100 });
    expect(terminal).toMatch(/Checks of the script[\s\S]*has rows +spike +14 +✗ 4 +0:20–0:21, 0:30/);
    expect(renderMarkdown({ result })).toContain('| checks | rate&gt;0.9 | ✗ not met |');
    expect(toText(scriptSection(result) || html``)).toContain('has rows');
  });

  it('are left out where there are none', () => {
    const span = { startedAtMs: startSecond * 1000, seconds: 40 };
    expect(scriptResultOf(foldLoad([endLine({})]), completeRun(), span)).toBeUndefined();
    expect(scriptSection(spikeResult())).toBe(false);
  });
});
