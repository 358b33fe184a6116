import { errorSecondsOf } from '../planner/measure/errors.ts';
import type { Result } from '../runs/schema/result.ts';
import { peakOf } from './charts/seconds.ts';
import { configurationPairs } from './configuration.ts';
import { endpointTable } from './endpoints.ts';
import { explainedScaling } from './explained.ts';
import { capitalize, formatCount, formatOffset, formatRate } from './format.ts';
import { escapeMarkdown, foldMarkdown as fold, markdownTable } from './markdown-text.ts';
import { adviceMarkdown } from './plan/markdown.ts';
import type { Report } from './report.ts';
import { scriptTables } from './script-tables.ts';
import { sparkline } from './sparkline.ts';
import { latencyTable, phaseTable } from './totals.ts';
import { findingText } from './words/causes/finding.ts';
import { noCauseLines } from './words/causes/no-cause.ts';
import { scalingFacts } from './words/causes/scaling.ts';
import { badSecondsText } from './words/run/bad-seconds.ts';
import { healthSymbols, healthText } from './words/run/health.ts';
import { heldRatesLines, notShownLines } from './words/run/held-rates.ts';
import { headlineParts, togetherText } from './words/run/labels.ts';
import { judgementOf, objectiveTexts } from './words/run/objectives.ts';
import { sampleLines } from './words/run/samples.ts';
import { countsText } from './words/run/totals.ts';
import { unfinishedText } from './words/run/unfinished.ts';
import { verdictSentence } from './words/run/verdict.ts';

/** A bot that updates its own comment finds it by this line; it is not shown. */
export const commentMarker = '<!-- headroom:report -->';

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
    if (peak.value === 0) return [`${name.padEnd(9)}none`];
    return [
      `${name.padEnd(9)}${sparkline(values)}  at most ${format(peak.value)} at ${formatOffset(peak.second)}`,
    ];
  };
  return [
    '```text',
    ...line('sent', load.arrivals, formatRate),
    ...line('retries', load.retries ?? [], formatRate),
    ...line('failed', errorSecondsOf(timeline).errors, formatRate),
    ...line('ready', cluster.ready, formatCount),
    '```',
  ].join('\n');
};

const findingsList = (result: Result): string => {
  const items = result.findings.map((finding, i) => {
    const { sentence, remedy } = findingText(finding, result);
    return `${i + 1}. ${escapeMarkdown(capitalize(sentence))} **Remedy:** ${escapeMarkdown(remedy)}`;
  });
  return [...noCauseLines(result), ...(items.length === 0 ? [] : [items.join('\n')])].join('\n\n');
};

/** Whether the numbers can be trusted: what is not well, or that all is. */
const healthBlock = (result: Result): string => {
  const rows = result.health.map((health) => {
    const { name, detail } = healthText(health, result);
    return [`${healthSymbols[health.status]} ${health.status}`, name, detail];
  });
  return rows.length === 0
    ? 'Nothing was checked: the run has no recording.'
    : markdownTable(['status', 'check', 'detail'], rows);
};

/** What does not fit on a screen, but belongs to the whole. */
const foldedBlocks = (result: Result): string[] => {
  const latency = latencyTable(result);
  return [
    fold('Latency by outcome', markdownTable(latency.columns, latency.rows)),
    fold('Health of the experiment', healthBlock(result)),
    fold('Configuration', markdownTable(['what', 'value'], configurationPairs(result))),
  ];
};

/** The result of a run for a pull request or a job summary. Images and styles are not possible there; text is. */
export const renderMarkdown = (report: Report): string => {
  const { result, notes = [] } = report;
  const { verdict, run } = result;
  const { symbol, word } = judgementOf(verdict.met);
  const unfinished = unfinishedText(result);
  const phases = phaseTable(result);
  const samples = sampleLines(result);
  const endpoints = endpointTable(result);
  const checks = objectiveTexts(verdict).map(({ name, measured, basis, limit, judgement }) => [
    name,
    measured,
    basis,
    limit,
    `${judgement.symbol} ${judgement.word}`,
  ]);
  return `${[
    commentMarker,
    `## ${symbol} Headroom: ${word}`,
    escapeMarkdown(headlineParts(run).join(' · ')),
    unfinished === undefined ? '' : `> **${escapeMarkdown(unfinished)}**`,
    ...notes.map((note) => `> ${escapeMarkdown(note)}`),
    ...heldRatesLines(result).map((line) => `**${escapeMarkdown(line)}**`),
    escapeMarkdown(verdictSentence(result)),
    escapeMarkdown(notShownLines(result).join(' ')),
    markdownTable(['objective', 'measured', 'count and interval', 'limit', 'result'], checks),
    `${escapeMarkdown(capitalize(badSecondsText(result)))}.`,
    sparklines(result),
    ...(endpoints === undefined ? [] : ['### Endpoints', markdownTable(endpoints.columns, endpoints.rows)]),
    '### Why',
    findingsList(result),
    ...(samples.length === 0
      ? []
      : ['First failing answers:', samples.map((line) => `- ${escapeMarkdown(line)}`).join('\n')]),
    ...adviceMarkdown(report),
    `### Phases${togetherText(run.config)}`,
    phases.rows.length === 0 ? 'No phase had begun.' : markdownTable(phases.columns, phases.rows),
    ...scriptTables(result.script).flatMap(({ title, columns, rows }) => [
      `### ${title}`,
      markdownTable(columns, rows),
    ]),
    `### Scaling${togetherText(run.config)}`,
    markdownTable(['what', 'when or how much'], scalingFacts(result)),
    ...explainedScaling(report).flatMap(({ title, sentences }) => [
      `${title}:`,
      sentences.map((line) => `- ${escapeMarkdown(line)}`).join('\n'),
    ]),
    ...foldedBlocks(result),
    `<sub>${countsText(result).map(escapeMarkdown).join('. ')}. Run ${escapeMarkdown(run.id)}, headroom ${escapeMarkdown(run.tool.version)}, k6 ${escapeMarkdown(run.k6.version)}, seed ${run.seed}.</sub>`,
  ]
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
};
