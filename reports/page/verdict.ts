import type { Result } from '../../runs/schema/result.ts';
import { adviceText } from '../advice.ts';
import { capitalize } from '../format.ts';
import { type Html, html } from '../html.ts';
import { countsText } from '../totals.ts';
import { badSecondsText, checkText, judgementOf, noCauseText, unfinishedText } from '../verdict.ts';

const checkRow = (check: Result['verdict']['checks'][number]): Html => {
  const { name, measured, interval, limit, judgement } = checkText(check);
  return html`<tr><th scope="row">${name}</th><td><strong>${measured}</strong>${interval && ` (${interval})`}</td><td>${limit}</td><td>${judgement.symbol} ${judgement.word}</td></tr>`;
};

const causeText = (result: Result): string => capitalize(result.findings[0]?.sentence ?? noCauseText(result));

/** The first screen: met or not, measured against limit, which seconds, why, and what to change. */
export const verdictSection = (result: Result): Html => {
  const { verdict, totals } = result;
  const { word, symbol, tone } = judgementOf(verdict.met);
  const advice = adviceText(result.advice);
  const unfinished = unfinishedText(result);
  return html`
    ${unfinished !== undefined && html`<p class="notice" role="note">${unfinished}</p>`}
    <section class="verdict ${tone}" aria-labelledby="verdict">
    <p class="badge">${symbol} ${word}</p>
    <h1 id="verdict">${verdict.sentence}</h1>
    <div class="scroll" tabindex="0" role="group" aria-label="Objectives"><table><thead><tr><th scope="col">objective</th><th scope="col">measured</th><th scope="col">limit</th><th scope="col">result</th></tr></thead>
    <tbody>${verdict.checks.map(checkRow)}</tbody></table></div>
    <dl class="cards">
    <div><dt>Bad seconds</dt><dd>${capitalize(badSecondsText(result))}.</dd></div>
    <div><dt>Main cause</dt><dd>${causeText(result)}</dd></div>
    <div><dt>Recommended change</dt><dd><strong>${advice.change}.</strong> ${advice.basis} ${advice.basis && html`<a href="#advice">What this number is</a>`}</dd></div>
    </dl>
    <p class="muted">${countsText(totals).map((line) => html`${line}.<br>`)}</p>
    </section>`;
};
