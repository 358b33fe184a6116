import type { Result } from '../../runs/schema/result.ts';
import type { Decision } from '../decision.ts';
import { capitalize } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Report } from '../report.ts';
import { findingText } from '../words/causes/finding.ts';
import { noCauseLines } from '../words/causes/no-cause.ts';
import { rerunText } from '../words/plan/advice.ts';
import { decisionText } from '../words/plan/decision.ts';
import { guardText } from '../words/plan/guard.ts';
import { type KeyFact, keyFacts } from '../words/plan/key-facts.ts';
import { badSecondsText } from '../words/run/bad-seconds.ts';
import { headlineOf } from '../words/run/headline.ts';
import { notShownLines } from '../words/run/held-rates.ts';
import { type CheckText, objectiveTexts } from '../words/run/objectives.ts';
import { countsText } from '../words/run/totals.ts';
import { unfinishedText } from '../words/run/unfinished.ts';
import { beforeAfterHtml } from './before-after.ts';
import { patchHtml } from './patch.ts';
import { reportLink } from './report-link.ts';

const objectiveRow = ({ name, measured, basis, limit, judgement }: CheckText): Html =>
  html`<tr><th>${name}<td><strong>${measured}</strong>${basis && ` (${basis})`}<td>${limit}<td>${judgement.symbol} ${judgement.word}`;

const objectivesTable = ({ verdict }: Result): Html => html`
  <div class="scroll" tabindex="0" role="group" aria-label="Objectives"><table><thead><tr><th>objective<th>measured<th>limit<th>result</thead>
  <tbody>${objectiveTexts(verdict).map(objectiveRow)}</tbody></table></div>`;

const causeHtml = (result: Result): Html => {
  const main = result.findings.find(({ requests }) => requests > 0);
  const before = noCauseLines(result);
  const label = before.length === 0 ? 'Main cause' : 'Main cause of the failures';
  return html`${before.map((line) => html`<p>${line}</p>`)}${main !== undefined && html`<p><b>${label}:</b> ${capitalize(findingText(main, result).sentence)}</p>`}`;
};

const card = ({ name, value, basis }: KeyFact): Html =>
  html`<div><dt>${name}</dt><dd><strong>${value}</strong> ${basis}</dd></div>`;

/** The figures that settle the decision stand by an advice that may be taken. */
const factsOf = (decision: Decision, { verification }: Report): Html | false =>
  (decision.kind === 'change' || decision.kind === 'keep' || decision.kind === 'interim') &&
  html`<dl class="cards">${keyFacts(decision.advice, verification).map(card)}</dl>`;

const patchOf = (decision: Decision, { settingsFiles = [] }: Report): Html | false => {
  if (decision.kind !== 'change') return false;
  if (settingsFiles.length > 0) return patchHtml(settingsFiles);
  return (
    decision.advice.settings.policy.kind === 'fixed' &&
    html`<p class="muted">A fixed number of replicas has no settings file: set it where the deployment has it.</p>`
  );
};

const decisionHtml = (decision: Decision, report: Report): Html => {
  const { title, state, sentences, steps = [], commands } = decisionText(decision, report);
  const guard = decision.kind === 'change' ? guardText(decision.advice) : undefined;
  return html`<div class="decision"><h2 id="advice">What to do</h2>
    <p class="state ${state.tone}">${state.symbol} ${state.word}</p>
    <p class="todo">${title}.</p>
    <p>${sentences.join(' ')}</p>
    ${steps.length > 0 && html`<ol>${steps.map((step) => html`<li>${step}.</li>`)}</ol>`}
    ${commands.map((command) => html`<p class="command"><code data-copy="Copy">${command}</code></p>`)}
    ${patchOf(decision, report)}
    ${guard !== undefined && html`<p class="muted">${guard}</p>`}</div>`;
};

const happenedHtml = (decision: Decision, report: Report): Html => {
  const { result } = report;
  return html`<div>
  ${beforeAfterHtml(report, decision)}
  ${objectivesTable(result)}
  <p><b>Bad seconds:</b> ${badSecondsText(result)}.</p>
  ${causeHtml(result)}
  <p class="muted">${countsText(result).map((line) => html`${line}.<br>`)}</p></div>`;
};

/** The first screen: what happened, why, what to do, and whether that is proven. */
export const firstScreen = (decision: Decision, report: Report): Html => {
  const { result } = report;
  const { symbol, word, tone, sentence, more } = headlineOf(result, decision);
  const unfinished = unfinishedText(result);
  const { provesAdviceOf, peakFactor } = result.run;
  return html`
    ${unfinished !== undefined && html`<p class="notice" role="note">${unfinished}</p>`}
    ${report.notes?.map((note) => html`<p class="notice" role="note">${note}</p>`)}
    <section class="verdict ${tone}" aria-labelledby="verdict">
    <p class="badge">${symbol} ${word}</p>
    <h1 id="verdict">${sentence}</h1>
    ${more !== '' && html`<p>${more}</p>`}
    ${notShownLines(result).map((line) => html`<p>${line}</p>`)}
    ${provesAdviceOf !== undefined && html`<p>${rerunText(provesAdviceOf, peakFactor)}${report.planned && html` ${reportLink(report.planned.id, 'Report of that run')}.`}</p>`}
    <div class="hero">${happenedHtml(decision, report)}${decisionHtml(decision, report)}</div>
    ${factsOf(decision, report)}
    </section>`;
};
