import type { ScriptResult } from '../runs/schema/result/script-result.ts';
import { formatCount } from './format.ts';
import { judgementOf } from './words/run/objectives.ts';
import { ownMetricText } from './words/run/own-metrics.ts';
import { stretchesText } from './words/run/stretches.ts';

type Table = {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly string[][];
};

const checkRows = ({ checks }: ScriptResult): string[][] =>
  checks.flatMap(({ name, phases }) =>
    phases.map(({ phase, passes, fails, failedIn }) => [
      name,
      phase,
      formatCount(passes),
      fails === 0 ? '0' : `✗ ${formatCount(fails)}`,
      failedIn.length === 0 ? '–' : stretchesText(failedIn),
    ]),
  );

const metricRows = ({ metrics }: ScriptResult): string[][] =>
  metrics.flatMap(({ name, phases }) =>
    phases.map(({ phase, value }) => [name, phase, ownMetricText(value)]),
  );

const thresholdRows = ({ thresholds }: ScriptResult): string[][] =>
  thresholds.map(({ metric, expression, ok }) => {
    const { symbol, word } = judgementOf(ok);
    return [metric, expression, `${symbol} ${word}`];
  });

/** The checks and metrics of a script by phase, and its thresholds over the whole load; only the tables that have rows. */
export const scriptTables = (script: ScriptResult | undefined): Table[] =>
  script === undefined
    ? []
    : [
        {
          title: 'Checks of the script',
          columns: ['check', 'phase', 'passed', 'failed', 'failed in'],
          rows: checkRows(script),
        },
        {
          title: 'Metrics of the script',
          columns: ['metric', 'phase', 'value'],
          rows: metricRows(script),
        },
        {
          title: 'Thresholds of the script, as k6 judged what was sent',
          columns: ['metric', 'threshold', 'result'],
          rows: thresholdRows(script),
        },
      ].filter(({ rows }) => rows.length > 0);
