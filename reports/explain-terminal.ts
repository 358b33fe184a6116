import { styleText } from 'node:util';
import { escapeControls } from '../errors/escape-controls.ts';
import { stretchesOf } from '../planner/measure/errors.ts';
import type { Finding } from '../runs/schema/result/findings.ts';
import type { Result } from '../runs/schema/result.ts';
import { type Decision, decide } from './decision.ts';
import { explainedScaling } from './explained.ts';
import { capitalize, formatShare } from './format.ts';
import type { Report } from './report.ts';
import { indentedLines } from './text-table.ts';
import { factText } from './words/causes/facts.ts';
import { findingText, remedyTextsOf } from './words/causes/finding.ts';
import { noCauseLines } from './words/causes/no-cause.ts';
import { chanceText, predictedText, recommendedChange } from './words/plan/advice.ts';
import { decisionText } from './words/plan/decision.ts';
import { ofRecordingTexts } from './words/plan/notes.ts';
import { sampleLines } from './words/run/samples.ts';
import { stretchesText } from './words/run/stretches.ts';
import { verdictSentence } from './words/run/verdict.ts';

type Options = { readonly color: boolean; readonly width: number };

type Block = {
  readonly bold: (text: string) => string;
  readonly lines: (text: string, by: number, mark?: string) => string[];
};

/** Lines that fit, each behind its indent; the first may have a mark in it. */
const blockOf = ({ color, width }: Options): Block => ({
  bold: (text) => (color ? styleText('bold', text, { validateStream: false }) : text),
  lines: (text, by, mark = '') => indentedLines(text, by, { mark, width }),
});

const levelWords: Readonly<Record<Finding['level'], string>> = {
  error: '',
  warning: '',
  info: ' [for information: within the SLO]',
};

const shareText = ({ requests, share }: Finding): string =>
  requests === 0 ? '' : `, ${formatShare(share)} of the failures`;

const whenText = ({ seconds }: Finding): string =>
  seconds.length === 0 ? '' : ` (${stretchesText(stretchesOf(seconds))})`;

const findingLines = (finding: Finding, number: number, result: Result, { bold, lines }: Block): string[] => {
  const { title, sentence } = findingText(finding, result);
  const { todo, wouldTell } = remedyTextsOf(finding, result);
  return [
    ...lines(
      `${capitalize(title)}${shareText(finding)}${whenText(finding)}${levelWords[finding.level]}`,
      3,
      `${number}.`,
    ).map(bold),
    ...lines(capitalize(sentence), 3),
    ...finding.evidence
      .filter(({ code }) => code !== 'requests' || finding.requests === 0)
      .flatMap((fact) => lines(factText(fact), 5, '-')),
    ...todo.flatMap((text) => lines(`to do: ${text}`, 3)),
    ...wouldTell.flatMap((text) => lines(`what would show it: ${text}`, 3)),
  ];
};

/** Decisions that say of an advice why it is none to follow as it stands. */
const unsettled: readonly Decision['kind'][] = ['recordWhole', 'interim', 'withdrawn'];

/** What a simulation predicts of a change, and how far it stands: nothing before there is one. */
const predictedLines = (report: Report): string[] => {
  const { result, advice } = report;
  if (advice === undefined)
    return [`not simulated yet: headroom plan with the folder of run ${result.run.id}`];
  const decision = decide(report);
  const { title, sentences } = decisionText(decision, report);
  const told = [`${title}.`, ...sentences].join(' ');
  if (advice.kind === 'notEnoughAdvice') return [told];
  const predicted = unsettled.includes(decision.kind)
    ? [told, predictedText(advice)]
    : [`${recommendedChange(advice)}. ${predictedText(advice)}`];
  return [...predicted, ...ofRecordingTexts(advice.warnings), chanceText(advice)];
};

/**
 * Why requests failed, and why the service did not scale, for a terminal: each cause with its evidence and what to do, what
 * the failures said, the decisions of the autoscaler, where the time went.
 */
export const renderExplanation = (report: Report, options: Options): string => {
  const { result } = report;
  const block = blockOf(options);
  const { bold, lines } = block;
  const section = (title: string, body: readonly string[]): string => [bold(title), ...body].join('\n');
  const samples = sampleLines(result);
  return [
    lines(escapeControls(verdictSentence(result)), 0).join('\n'),
    section('Why requests failed', [
      ...noCauseLines(result).flatMap((text) => lines(text, 3)),
      ...result.findings.flatMap((finding, i) => findingLines(finding, i + 1, result, block)),
    ]),
    ...(samples.length === 0
      ? []
      : [
          section(
            'What the failures said',
            samples.flatMap((text) => lines(text, 3)),
          ),
        ]),
    ...explainedScaling(report).map(({ title, sentences }) =>
      section(
        title,
        sentences.flatMap((text) => lines(text, 3)),
      ),
    ),
    section(
      'What a change would do',
      predictedLines(report).flatMap((text) => lines(text, 3)),
    ),
  ].join('\n\n');
};
