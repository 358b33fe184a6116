import type { NotEnoughAdvice, Recommendation } from '../../runs/schema/recommendation.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import type { Table } from '../charts/figure.ts';
import { capitalize } from '../format.ts';
import { escapeMarkdown, markdownTable } from '../markdown-text.ts';
import type { Report } from '../report.ts';
import { chanceText, recommendedChange, rerunText, unprovenText } from '../words/advice.ts';
import { guardText } from '../words/guard.ts';
import { headroomLines } from '../words/headroom.ts';
import { formulaNote, formulaTextOf } from '../words/page-formula.ts';
import { plannedForText } from '../words/planned-for.ts';
import { refusalText } from '../words/refusal.ts';
import { nextRunText } from '../words/unknowns.ts';
import {
  findingsText,
  insideText,
  proofOf,
  reasonText,
  shownBeside,
  startText,
} from '../words/verification.ts';
import { comparedTable, knobTable } from './outlook.ts';
import { proofTable } from './proof.ts';

const table = ({ columns, rows }: Table): string => markdownTable(columns, rows);

const proofBlocks = (verification: Verification): string[] => {
  const { symbol, word } = proofOf(verification);
  const sentence = `${capitalize(reasonText(verification))}. ${findingsText(verification)}: ${insideText(verification)}; ${startText(verification)}. ${[...shownBeside(verification), `Re-run ${verification.verifiedBy}.`].join(' ')}`;
  return [
    '### Proof of the advice',
    `**${symbol} ${capitalize(word)}.** ${escapeMarkdown(sentence)}`,
    table(proofTable(verification)),
  ];
};

const planBlocks = (advice: Recommendation, { result, verification }: Report): string[] => [
  '### Advice',
  `**${escapeMarkdown(recommendedChange(advice))}.** ${escapeMarkdown(chanceText(advice))}`,
  escapeMarkdown([plannedForText(advice.load), guardText(advice)].filter(Boolean).join(' ')),
  escapeMarkdown(nextRunText(advice) ?? ''),
  headroomLines(advice.headroom)
    .map((line) => `- ${escapeMarkdown(line)}`)
    .join('\n'),
  table(knobTable(advice)),
  table(comparedTable(advice)),
  ...(verification === undefined
    ? [`<sub>${escapeMarkdown(unprovenText(result.run.id, advice))}</sub>`]
    : proofBlocks(verification)),
];

const refusalBlocks = (refusal: NotEnoughAdvice): string[] => [
  '### No advice',
  escapeMarkdown(refusalText(refusal)),
];

const formulaBlocks = (result: Result): string[] => {
  const { change, basis, inputs } = formulaTextOf(result);
  return [
    "### Size by the help page's formula",
    `**${escapeMarkdown(change)}.** ${escapeMarkdown(basis)}`.trim(),
    inputs.length > 0 ? `<sub>${escapeMarkdown(formulaNote)}</sub>` : '',
  ];
};

/** The advice of a run in Markdown, with its proof if there is one; without a plan, the help page's formula. */
export const adviceMarkdown = (report: Report): string[] => {
  const { result, advice } = report;
  const { provesAdviceOf } = result.run;
  return [
    ...(provesAdviceOf === undefined ? [] : [escapeMarkdown(rerunText(provesAdviceOf))]),
    ...(advice?.kind === 'advice' ? planBlocks(advice, report) : []),
    ...(advice?.kind === 'notEnoughAdvice' ? refusalBlocks(advice) : []),
    ...(advice?.kind === 'advice' ? [] : formulaBlocks(result)),
  ];
};
