import type { Result } from '../../runs/schema/result.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import { capitalize } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Report } from '../report.ts';
import { chanceText, recommendedChange, rerunText } from '../words/advice.ts';
import { findingText } from '../words/causes.ts';
import { guardText } from '../words/guard.ts';
import { inShort } from '../words/in-short.ts';
import { formulaTextOf } from '../words/page-formula.ts';
import { refusalText } from '../words/refusal.ts';
import { countsText } from '../words/totals.ts';
import {
  badSecondsText,
  checkText,
  judgementOf,
  noCauseText,
  unfinishedText,
  verdictSentence,
} from '../words/verdict.ts';
import { insideText, proofOf, reasonText } from '../words/verification.ts';

const checkRow = (check: Result['verdict']['checks'][number]): Html => {
  const { name, measured, basis, limit, judgement } = checkText(check);
  return html`<tr><th scope="row">${name}</th><td><strong>${measured}</strong>${basis && ` (${basis})`}</td><td>${limit}</td><td>${judgement.symbol} ${judgement.word}</td></tr>`;
};

const causeText = (result: Result): string => {
  const main = result.findings.find(({ requests }) => requests > 0);
  return main === undefined ? noCauseText(result) : capitalize(findingText(main, result).sentence);
};

const card = (title: string, body: Html): Html => html`<div><dt>${title}</dt><dd>${body}</dd></div>`;

/** Margin, headroom and cost in a line each; the proof has a card of its own. */
const inShortHtml = ({ advice, verification }: Report): Html[] =>
  advice?.kind !== 'advice'
    ? []
    : inShort(advice, verification)
        .filter(([name]) => name !== 'proof')
        .map(([name, text]) => html`${capitalize(name)}: ${text}.<br>`);

/** The one change to make: of the plan where there is one, else of the page's formula. */
const changeCard = (report: Report): Html => {
  const { result, advice } = report;
  if (advice?.kind === 'advice') {
    return html`<strong>${recommendedChange(advice)}.</strong> ${chanceText(advice)}<br>${inShortHtml(report)} ${guardText(advice) ?? ''} <a href="#advice">The whole advice</a>`;
  }
  if (advice?.kind === 'notEnoughAdvice') {
    return html`<strong>No advice yet.</strong> ${refusalText(advice)} <a href="#refusal">Why there is none</a>`;
  }
  const { change, basis } = formulaTextOf(result);
  return html`<strong>${change}.</strong> ${basis} ${basis && html`<a href="#page-formula">What this number is</a>`}`;
};

const proofCard = (verification: Verification): Html => {
  const { symbol, word } = proofOf(verification);
  return html`<strong>${symbol} ${capitalize(word)}.</strong> ${capitalize(reasonText(verification))}. ${insideText(verification)}. <a href="#proof">Predicted against measured</a>`;
};

/** The first screen: met or not, measured against limit, which seconds, why, what to change, and whether that is proven. */
export const verdictSection = (report: Report): Html => {
  const { result, verification } = report;
  const { verdict, totals, run } = result;
  const { word, symbol, tone } = judgementOf(verdict.met);
  const unfinished = unfinishedText(result);
  return html`
    ${unfinished !== undefined && html`<p class="notice" role="note">${unfinished}</p>`}
    ${report.notes?.map((note) => html`<p class="notice" role="note">${note}</p>`)}
    <section class="verdict ${tone}" aria-labelledby="verdict">
    <p class="badge">${symbol} ${word}</p>
    <h1 id="verdict">${verdictSentence(result)}</h1>
    ${run.provesAdviceOf !== undefined && html`<p>${rerunText(run.provesAdviceOf)}</p>`}
    <div class="scroll" tabindex="0" role="group" aria-label="Objectives"><table><thead><tr><th scope="col">objective</th><th scope="col">measured</th><th scope="col">limit</th><th scope="col">result</th></tr></thead>
    <tbody>${verdict.checks.map(checkRow)}</tbody></table></div>
    <dl class="cards${report.advice?.kind === 'advice' ? ' planned' : ''}">
    ${card('Bad seconds', html`${capitalize(badSecondsText(result))}.`)}
    ${card('Main cause', html`${causeText(result)}`)}
    ${card('Recommended change', changeCard(report))}
    ${verification !== undefined && card('Proof of the change', proofCard(verification))}
    </dl>
    <p class="muted">${countsText(totals).map((line) => html`${line}.<br>`)}</p>
    </section>`;
};
