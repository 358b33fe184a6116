import type { Result } from '../../runs/schema/result.ts';
import type { Run } from '../../runs/schema/run.ts';
import { configurationPairs } from '../configuration.ts';
import { type Html, html } from '../html.ts';
import { readingLines } from '../words/run/trace.ts';
import { fold } from './fold.ts';
import { type Pair, pairTable } from './table.ts';

/** How the trace of a replay was read, line by line. */
const tracePairs = ({ trace }: Run): Pair[] =>
  trace === undefined ? [] : [['trace', html`${readingLines(trace).map((line) => html`${line}<br>`)}`]];

const commands = (id: string): string[] => [`headroom report runs/${id}`, `headroom plan runs/${id}`];

/** What was run, with what, and how to get the same again. */
export const configurationSection = (result: Result): Html => {
  const { run } = result;
  return fold(
    { id: 'configuration', title: 'Configuration and evidence' },
    html`${pairTable([
      ...configurationPairs(result),
      ...tracePairs(run),
      [
        'from the same recording',
        html`${commands(run.id).map((command) => html`<code>${command}</code><br>`)}`,
      ],
      [
        'every second as data',
        'timeline.json, findings.json and result.json in the run folder; load.ndjson and cluster.ndjson as recorded',
      ],
    ])}`,
  );
};
