import { describe, expect, it } from 'vitest';
import { scriptResultOf } from '../../planner/result/script.ts';
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

const checksLine = (phase: string, checks: Record<string, [number, number]>): LoadLine => ({
  kind: 'script',
  seq: 0,
  second: startSecond,
  generator: 'local',
  endpoint: 'default',
  phase,
  checks,
});

const script = scriptResultOf(
  foldLoad([
    checksLine('spike', { 'has rows': [3, 1] }),
    checksLine('baseline', { 'has rows': [2, 0], 'a::first': [5, 0] }),
    checksLine('spike', { 'has rows': [4, 2] }),
    endLine({ thresholds: [{ metric: 'checks', expression: 'rate>0.9', ok: false }] }),
  ]),
  completeRun(),
);

describe('checks and thresholds of a script', () => {
  it('are added up by phase, in the order of the load', () => {
    expect(scriptTables(script)).toEqual([
      {
        title: 'Checks of the script',
        columns: ['check', 'phase', 'passed', 'failed'],
        rows: [
          ['a::first', 'baseline', '5', '0'],
          ['has rows', 'baseline', '2', '0'],
          ['has rows', 'spike', '7', '✗ 3'],
        ],
      },
      {
        title: 'Thresholds of the script',
        columns: ['metric', 'threshold', 'result'],
        rows: [['checks', 'rate>0.9', '✗ not met']],
      },
    ]);
  });

  it('stand in result.json, terminal, report and Markdown', () => {
    const result = resultSchema.parse({ ...spikeResult(), script });
    const terminal = renderSummary({ result }, { color: false, width: 100 });
    expect(terminal).toMatch(/Checks of the script[\s\S]*has rows +spike +7 +✗ 3/);
    expect(renderMarkdown({ result })).toContain('| checks | rate&gt;0.9 | ✗ not met |');
    expect(toText(scriptSection(result) || html``)).toContain('has rows');
  });

  it('are left out where there are none', () => {
    expect(scriptResultOf(foldLoad([endLine({})]), completeRun())).toBeUndefined();
    expect(scriptSection(spikeResult())).toBe(false);
  });
});
