import { styleText } from 'node:util';
import { escapeControls } from '../errors/escape-controls.ts';
import type { Recommendation } from '../runs/schema/recommendation.ts';
import type { Result } from '../runs/schema/result.ts';
import type { Table } from './charts/figure.ts';
import { decide } from './decision.ts';
import { endpointTable } from './endpoints.ts';
import { capitalize, formatUtc } from './format.ts';
import type { Report } from './report.ts';
import { scriptTables } from './script-tables.ts';
import { fitColumns, fitLines, fitsInto, indentedLines, paragraph, textTable } from './text-table.ts';
import { phaseTable } from './totals.ts';
import { evidenceText, findingText } from './words/causes/finding.ts';
import { noCauseLines } from './words/causes/no-cause.ts';
import { scalingFacts } from './words/causes/scaling.ts';
import { chanceText } from './words/plan/advice.ts';
import { decisionText } from './words/plan/decision.ts';
import { guardText } from './words/plan/guard.ts';
import { inShort } from './words/plan/in-short.ts';
import { formulaOrigin, formulaTextOf } from './words/plan/page-formula.ts';
import { proofText } from './words/proof/verification.ts';
import { badSecondsText } from './words/run/bad-seconds.ts';
import { heldRatesLines, notShownLines } from './words/run/held-rates.ts';
import { labelParts, testedText, togetherText } from './words/run/labels.ts';
import { judgementOf, objectiveTexts } from './words/run/objectives.ts';
import { sampleLines } from './words/run/samples.ts';
import { countsText } from './words/run/totals.ts';
import { unfinishedText } from './words/run/unfinished.ts';
import { verdictSentence } from './words/run/verdict.ts';

type SummaryOptions = {
  /** Escape sequences for colour and weight. */
  readonly color: boolean;
  /** Columns of the terminal, which sentences and tables are broken to fit. */
  readonly width: number;
};

type Paint = (style: 'bold' | 'dim' | 'red' | 'green' | 'yellow', text: string) => string;

const narrowest = 40;
/** Columns of the phases table that a narrow terminal can do without, in this order. */
const dispensable = ['planned', 'p50', 'dropped', 'p99', 'seconds'];
const toneStyle = { good: 'green', bad: 'red', open: 'yellow' } as const;

const indent = (text: string, by = '  '): string => text.replace(/^(?=.)/gm, by);

/**
 * The verdict again, for the end of a long answer: a person reads a terminal from below.
 *
 * @example closingLine(report, { color: false, width: 80 }) // '✗ NOT MET  The SLO is not met: …'
 */
export const closingLine = ({ result }: Report, { color, width }: SummaryOptions): string => {
  const { symbol, word, tone } = judgementOf(result.verdict.met);
  const sentences = [verdictSentence(result), ...notShownLines(result)].join(' ');
  const text = fitLines(escapeControls(`${symbol} ${word.toUpperCase()}  ${sentences}`), width);
  return color ? styleText(toneStyle[tone], text, { validateStream: false }) : text;
};

/** Measured against limit; what the figures rest on stands beside them where the terminal is wide enough, else below. */
const objectiveLines = ({ verdict }: Result, columns: number): string[] => {
  const texts = objectiveTexts(verdict);
  const head = ['objective', 'measured', 'limit', 'result'];
  const rows = texts.map(({ name, measured, limit, judgement }) => [
    name,
    measured,
    limit,
    `${judgement.symbol} ${judgement.word}`,
  ]);
  const wide = indent(
    textTable(
      [...head, ''],
      rows.map((row, i) => [...row, texts[i]!.basis]),
    ),
  );
  if (fitsInto(wide, columns)) return [wide];
  const bases = texts.filter(({ basis }) => basis !== '').map(({ name, basis }) => `  ${name}: ${basis}`);
  return [
    indent(textTable(head, rows, columns - 2)),
    fitLines(bases.map(escapeControls).join('\n'), columns),
  ];
};

const verdictBlock = (result: Result, paint: Paint, columns: number): string => {
  const wrap = (text: string): string => paragraph(text, columns);
  const { verdict, run } = result;
  const { symbol, word, tone } = judgementOf(verdict.met);
  const unfinished = unfinishedText(result);
  const started = formatUtc(run.loadStartedAtMs ?? run.createdAtMs);
  const mark = `${symbol} ${word.toUpperCase()}`;
  const headline = fitLines(
    escapeControls(`${mark}  ${run.config.load.scenario} on ${testedText(run.config)}, ${started}`),
    columns,
  );
  return [
    `${paint('bold', paint(toneStyle[tone], mark))}${paint('dim', headline.slice(mark.length))}`,
    ...[labelParts(run).join(' · ')].filter((line) => line !== '').map((line) => paint('dim', wrap(line))),
    unfinished === undefined ? '' : paint('yellow', wrap(unfinished)),
    ...heldRatesLines(result).map(wrap),
    wrap(verdictSentence(result)),
    ...notShownLines(result).map(wrap),
    ...objectiveLines(result, columns),
    wrap(capitalize(badSecondsText(result))),
    ...countsText(result).map(wrap),
  ]
    .filter((line) => line !== '')
    .join('\n');
};

/** How many kinds of failure a table names, from as many as there are to one, until it fits. */
const kindsTried = [undefined, 3, 2, 1] as const;

/** A table of requests as text: columns are left out first, then kinds of failure are put together, then cells are broken. */
const fittedTable = (tableOf: (kindsMost?: number) => Table, width: number): string => {
  const tables = kindsTried.map((kindsMost) => {
    const { columns, rows } = tableOf(kindsMost);
    return fitColumns({ head: columns, rows }, width, dispensable);
  });
  const fitting = tables.find(({ head, rows }) => fitsInto(textTable(head, rows), width));
  const { head, rows } = fitting ?? tables.at(-1)!;
  return textTable(head, rows, width);
};

/** The endpoints in a table; nothing for a run with one. */
const endpointBlock = (result: Result, width: number): string[] =>
  endpointTable(result) === undefined
    ? []
    : [indent(fittedTable((kindsMost) => endpointTable(result, kindsMost)!, width - 2))];

/** The lines but the proof, which is told in full. */
const inShortSentences = (advice: Recommendation, verification: Report['verification']): string[] =>
  inShort(advice, { verification })
    .filter(([name]) => name !== 'proof')
    .map(([name, text]) => `${capitalize(name)}: ${text}.`);

type AdviceBlock = { readonly title: string; readonly change: string; readonly sentences: readonly string[] };

/**
 * Azure ML's formula, where nothing better was planned: a number to compare with, no recommendation. Who runs another platform is
 * told whose formula it is.
 */
const formulaSentences = ({ result, advice }: Report): string[] => {
  const { basis } = formulaTextOf(result);
  if (advice !== undefined || basis === '') return [];
  const isAzureml = result.run.config.autoscaler?.kind.startsWith('azureml') ?? false;
  return isAzureml ? [basis] : [basis, formulaOrigin];
};

/** What is decided, and what stands behind it; a proof is told in full. */
const adviceBlock = (report: Report): AdviceBlock => {
  const { advice, verification } = report;
  const decision = decide(report);
  const { title, sentences, steps = [], commands } = decisionText(decision, report);
  const isPlanned = decision.kind === 'change' || decision.kind === 'keep';
  return {
    title: 'What to do',
    change: title,
    sentences: [
      ...(isPlanned ? [chanceText(decision.advice), ...inShortSentences(decision.advice, verification)] : []),
      ...(isPlanned ? [guardText(decision.advice)].filter((text) => text !== undefined) : []),
      ...(verification === undefined || advice === undefined ? sentences : [proofText(verification)]),
      ...steps.map((step, i) => `${i + 1}. ${step}.`),
      ...formulaSentences(report),
      ...commands.map((command) => `Next: ${command}`),
    ],
  };
};

/** The result of a run for the terminal: verdict, measured against limit, counts, phases, scaling, causes, advice. */
export const renderSummary = (report: Report, { color, width }: SummaryOptions): string => {
  const { result } = report;
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const columns = Math.max(narrowest, width);
  const wrapIndented = (text: string, by = 2): string =>
    indentedLines(text, by, { width: columns }).join('\n');
  const section = (title: string, body: string): string => `${paint('bold', title)}\n${body}`;
  const phases = fittedTable((kindsMost) => phaseTable(result, kindsMost), columns - 2);
  const advice = adviceBlock(report);
  const samples = sampleLines(result);
  return [
    verdictBlock(result, paint, columns),
    ...endpointBlock(result, columns).map((table) => section('Endpoints', table)),
    section(
      `Phases${togetherText(result.run.config)}`,
      indent(result.phases.length === 0 ? 'none had begun' : phases),
    ),
    ...scriptTables(result.script).map((table) =>
      section(table.title, indent(textTable(table.columns, table.rows, columns - 2))),
    ),
    section(
      `Scaling${togetherText(result.run.config)}`,
      scalingFacts(result)
        .map(([name, value]) => wrapIndented(`${name}: ${value}`))
        .join('\n'),
    ),
    section(
      'Causes',
      [
        ...noCauseLines(result).map((line) => wrapIndented(line)),
        ...result.findings
          .map((finding) => findingText(finding, result))
          .flatMap(({ sentence, remedy }) => [
            wrapIndented(capitalize(sentence)),
            wrapIndented(`remedy: ${remedy}`, 4),
          ]),
        ...(result.findings.length === 0 ? [] : [wrapIndented(evidenceText(result.run.id))]),
      ].join('\n'),
    ),
    ...(samples.length === 0
      ? []
      : [section('First failing answers', samples.map((line) => wrapIndented(line)).join('\n'))]),
    section(
      advice.title,
      [
        paint('bold', wrapIndented(advice.change)),
        ...advice.sentences.map((text) => wrapIndented(text)),
      ].join('\n'),
    ),
  ].join('\n\n');
};
