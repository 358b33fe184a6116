import type { ScriptResult } from '../runs/schema/script-result.ts';
import { formatCount } from './format.ts';
import { stretchesText } from './words/stretches.ts';

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

const thresholdRows = ({ thresholds }: ScriptResult): string[][] =>
  thresholds.map(({ metric, expression, ok }) => [metric, expression, ok ? '✓ met' : '✗ not met']);

/** The checks of a script by phase, and its thresholds over the whole load; only the tables that have rows. */
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
          title: 'Thresholds of the script',
          columns: ['metric', 'threshold', 'result'],
          rows: thresholdRows(script),
        },
      ].filter(({ rows }) => rows.length > 0);
