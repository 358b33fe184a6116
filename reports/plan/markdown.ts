import type { Recommendation } from '../../runs/schema/recommendation.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import type { Table } from '../charts/figure.ts';
import { type Decision, decide } from '../decision.ts';
import { capitalize } from '../format.ts';
import { escapeMarkdown, foldMarkdown, markdownTable } from '../markdown-text.ts';
import type { Report } from '../report.ts';
import { chanceText, rerunText } from '../words/plan/advice.ts';
import { aboveMinimumText, costText } from '../words/plan/cost.ts';
import { decisionText } from '../words/plan/decision.ts';
import { guardText } from '../words/plan/guard.ts';
import { headroomLines, toldOf } from '../words/plan/headroom.ts';
import { ofRecordingTexts, otherNoteTexts } from '../words/plan/notes.ts';
import { formulaNote, formulaTextOf } from '../words/plan/page-formula.ts';
import { plannedForText } from '../words/plan/planned-for.ts';
import { againstHeadroom } from '../words/proof/margin-fired.ts';
import { reasonText } from '../words/proof/proof-reason.ts';
import { proofOf, scoreText, shownBeside } from '../words/proof/verification.ts';
import { inputsTable } from './grounds.ts';
import { comparedTable, knobTable, rejectedTable } from './outlook.ts';
import { proofTable } from './proof.ts';

const table = ({ columns, rows }: Table): string => markdownTable(columns, rows);

const bullets = (texts: readonly string[]): string =>
  texts.map((text) => `- ${escapeMarkdown(text)}`).join('\n');

const proofBlocks = (verification: Verification): string[] => {
  const { symbol, word } = proofOf(verification);
  const sentence = `${capitalize(reasonText(verification))}. ${scoreText(verification)}. ${[...shownBeside(verification), `Re-run ${verification.verifiedBy}.`].join(' ')}`;
  return [
    '### Proof of the advice',
    `**${symbol} ${capitalize(word)}.** ${escapeMarkdown(sentence)}`,
    table(proofTable(verification)),
  ];
};

const rejectedBlocks = (advice: Recommendation): string[] =>
  advice.rejected.length === 0
    ? []
    : [foldMarkdown('Why the nearest others lost', table(rejectedTable(advice)))];

const groundsBlock = (advice: Recommendation): string =>
  foldMarkdown(
    'What the advice rests on',
    [table(inputsTable(advice)), bullets(otherNoteTexts(advice.warnings))].filter(Boolean).join('\n\n'),
  );

const planBlocks = (advice: Recommendation, { verification }: Report): string[] => [
  // Where nothing holds, the decision says it.
  ...(advice.basis === 'certain' ? [escapeMarkdown(chanceText(advice))] : []),
  escapeMarkdown(
    [plannedForText(advice.load), aboveMinimumText(advice), guardText(advice)].filter(Boolean).join(' '),
  ),
  bullets([
    ...headroomLines(advice.headroom, toldOf(advice)),
    ...againstHeadroom(verification).map((text) => `headroom ${text}`),
    `cost: ${costText(advice)}`,
  ]),
  table(knobTable(advice)),
  table(comparedTable(advice)),
  ...ofRecordingTexts(advice.warnings).map(escapeMarkdown),
  ...rejectedBlocks(advice),
  groundsBlock(advice),
  ...(verification === undefined ? [] : proofBlocks(verification)),
];

/** Azure ML's formula, where nothing better was planned: a number to compare with, no recommendation. */
const formulaBlocks = (result: Result): string[] => {
  const { basis } = formulaTextOf(result);
  return basis === '' ? [] : [`<sub>${escapeMarkdown(`${basis} ${formulaNote}`)}</sub>`];
};

/** What stands behind the decision: a plan that was withdrawn leaves its proof only. */
const groundBlocks = (decision: Decision, report: Report): string[] => {
  if (decision.kind === 'withdrawn') return proofBlocks(decision.proof);
  if ('advice' in decision && decision.advice !== undefined) return planBlocks(decision.advice, report);
  return report.advice === undefined ? formulaBlocks(report.result) : [];
};

/** What to do now, with what stands behind it: the plan and its proof as far as the folder has them. */
export const adviceMarkdown = (report: Report): string[] => {
  const { provesAdviceOf, peakFactor } = report.result.run;
  const decision = decide(report);
  const { title, state, sentences, steps = [], commands } = decisionText(decision, report);
  return [
    '### What to do',
    ...(provesAdviceOf === undefined ? [] : [escapeMarkdown(rerunText(provesAdviceOf, peakFactor))]),
    `**${state.symbol} ${escapeMarkdown(title)}** (${escapeMarkdown(state.word)})`,
    escapeMarkdown(sentences.join(' ')),
    ...(steps.length === 0 ? [] : [steps.map((step, i) => `${i + 1}. ${escapeMarkdown(step)}.`).join('\n')]),
    ...commands.map((command) => `    ${command}`),
    ...groundBlocks(decision, report),
  ];
};
