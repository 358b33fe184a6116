import type { Finding } from '../../runs/schema/result/findings.ts';
import type { Result } from '../../runs/schema/result.ts';
import { type Decision, showsRemedies } from '../decision.ts';
import { upwardRows } from '../explained.ts';
import { capitalize, formatOffset, formatQuantity } from '../format.ts';
import { type Html, html } from '../html.ts';
import { decisionCells } from '../words/causes/decisions.ts';
import { factText } from '../words/causes/facts.ts';
import { findingText } from '../words/causes/finding.ts';
import { noCauseLines } from '../words/causes/no-cause.ts';
import { sampleText } from '../words/run/samples.ts';
import { wordTable } from './table.ts';
import { waterfallHtml } from './waterfall.ts';

/** More causes than these are folded: the largest ones decide. */
const causesShown = 3;
/** More decisions than these are folded. */
const decisionsShown = 5;
/** More evidence than this of one cause is told by `headroom explain`. */
const factsShown = 2;

type Shown = { readonly result: Result; readonly withRemedies: boolean };

const findingItem = (finding: Finding, { result, withRemedies }: Shown): Html => {
  const { title, sentence, remedy } = findingText(finding, result);
  return html`<li><h3>${capitalize(title)}</h3>
    <p>${capitalize(sentence)}${withRemedies && html` <b>What helps:</b> ${remedy}.`}</p>
    <p class="muted">Evidence: ${finding.evidence.slice(0, factsShown).map(factText).join('; ')}</p></li>`;
};

const listOf = (findings: readonly Finding[], shown: Shown): Html =>
  html`<ol class="findings">${findings.map((finding) => findingItem(finding, shown))}</ol>`;

const samplesDetails = ({ samples }: Result): Html => html`
  <details><summary>First failing answers (${samples.length})</summary>
  <ul>${samples.map((sample) => html`<li>${formatOffset(sample.second)} ${sampleText(sample, (body) => body)}</li>`)}</ul></details>`;

const causesHtml = (shown: Shown): Html => {
  const { findings, samples } = shown.result;
  const [first, others] = [findings.slice(0, causesShown), findings.slice(causesShown)];
  return html`<div>
    ${noCauseLines(shown.result).map((line) => html`<p>${line}</p>`)}
    ${first.length > 0 && listOf(first, shown)}
    ${others.length > 0 && html`<details class="other"><summary>${formatQuantity(others.length, 'smaller cause')}</summary>${listOf(others, shown)}</details>`}
    ${samples.length > 0 && samplesDetails(shown.result)}</div>`;
};

const decisionsHtml = ({ decisions }: Result): Html => {
  if (decisions === undefined || decisions.rows.length === 0)
    return html`<p class="muted">Decisions of the autoscaler: nothing to show, its rule or the replicas are not known.</p>`;
  const rows = upwardRows(decisions);
  return html`${wordTable({
    caption: `Decisions of the autoscaler: ${rows.length > decisionsShown ? 'the first that matter' : 'those that matter'}`,
    columns: ['when', 'wanted', 'metrics', 'why'],
    rows: rows.slice(0, decisionsShown).map(decisionCells),
  })}`;
};

const lagHtml = ({ scaleLag }: Result): Html =>
  scaleLag === undefined || scaleLag.events.length === 0
    ? html`<p class="muted">From the load to the ready replica: nothing to show, no scale-up was seen.</p>`
    : waterfallHtml(scaleLag);

/** Why requests failed, with evidence, and what the autoscaler did about it. */
export const whySection = (decision: Decision, result: Result): Html => html`
  <section aria-labelledby="findings"><h2 id="findings">Why requests failed</h2>
  <div class="two">${causesHtml({ result, withRemedies: showsRemedies(decision) })}
  <div>${lagHtml(result)}</div></div>
  ${decisionsHtml(result)}
  </section>`;
