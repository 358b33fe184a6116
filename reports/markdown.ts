import { errorSecondsOf } from '../planner/result/error-seconds.ts';
import type { Result } from '../runs/schema/result.ts';
import { adviceText, formulaNote } from './advice.ts';
import { peakOf } from './charts/seconds.ts';
import { capitalize, formatCount, formatOffset, formatRate } from './format.ts';
import { scalingFacts } from './scaling.ts';
import { sparkline } from './sparkline.ts';
import { countsText, phaseTable } from './totals.ts';
import { badSecondsText, checkText, judgementOf, noCauseText, unfinishedText } from './verdict.ts';

/** A bot that updates its own comment finds it by this line; it is not shown. */
export const commentMarker = '<!-- headroom:report -->';

/**
 * Text that Markdown shows as it is: no emphasis, link, cell border, tag or mention comes out of a name in a run.
 *
 * @example escapeMarkdown('a|b <c>') // 'a\\|b &lt;c&gt;'
 */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200b');

const row = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(row)].join('\n');

/** Load, failures and replicas on one axis: one block character a second, more in longer runs. */
const sparklines = ({ timeline }: Result): string => {
  const { seconds, load, cluster } = timeline;
  if (seconds === 0) return '';
  const line = (
    name: string,
    values: readonly (number | null)[],
    format: (value: number) => string,
  ): string[] => {
    const peak = peakOf(values);
    if (peak === undefined) return [];
    return [
      `${name.padEnd(9)}${sparkline(values)}  at most ${format(peak.value)} at ${formatOffset(peak.second)}`,
    ];
  };
  return [
    '```text',
    ...line('sent', load.arrivals, formatRate),
    ...line('failed', errorSecondsOf(timeline).errors, formatRate),
    ...line('ready', cluster.ready, formatCount),
    '```',
  ].join('\n');
};

const findingsList = (result: Result): string =>
  result.findings.length === 0
    ? noCauseText(result)
    : result.findings
        .map(
          ({ sentence, remedy }, i) =>
            `${i + 1}. ${escapeMarkdown(capitalize(sentence))} **Remedy:** ${escapeMarkdown(remedy)}`,
        )
        .join('\n');

/** The result of a run for a pull request or a job summary. Images and styles are not possible there; text is. */
export const renderMarkdown = (result: Result): string => {
  const { verdict, run, totals } = result;
  const { symbol, word } = judgementOf(verdict.met);
  const unfinished = unfinishedText(result);
  const advice = adviceText(result.advice);
  const phases = phaseTable(result);
  const checks = verdict.checks.map((check) => {
    const { name, measured, interval, limit, judgement } = checkText(check);
    return [name, measured, interval, limit, `${judgement.symbol} ${judgement.word}`];
  });
  return `${[
    commentMarker,
    `## ${symbol} Headroom: ${word}`,
    unfinished === undefined ? '' : `> **${escapeMarkdown(unfinished)}**`,
    escapeMarkdown(verdict.sentence),
    table(['objective', 'measured', 'interval', 'limit', 'result'], checks),
    `${escapeMarkdown(capitalize(badSecondsText(result)))}.`,
    sparklines(result),
    '### Why',
    findingsList(result),
    "### Advice by the help page's formula",
    `**${escapeMarkdown(advice.change)}.** ${escapeMarkdown(advice.basis)}`.trim(),
    advice.inputs.length > 0 ? `<sub>${escapeMarkdown(formulaNote)}</sub>` : '',
    '### Phases',
    phases.rows.length === 0 ? 'No phase had begun.' : table(phases.columns, phases.rows),
    '### Scaling',
    table(['what', 'when or how much'], scalingFacts(result)),
    `<sub>${countsText(totals).map(escapeMarkdown).join('. ')}. Run ${escapeMarkdown(run.id)}, headroom ${escapeMarkdown(run.tool.version)}, k6 ${escapeMarkdown(run.k6.version)}, seed ${run.seed}.</sub>`,
  ]
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
};
