import type { Finding } from '../../runs/schema/findings.ts';
import type { Result } from '../../runs/schema/result.ts';
import { capitalize, formatOffset } from '../format.ts';
import { type Html, html } from '../html.ts';
import { findingText } from '../words/causes.ts';
import { factText } from '../words/facts.ts';
import { sampleText } from '../words/samples.ts';
import { scalingFacts } from '../words/scaling.ts';
import { noCauseLines } from '../words/verdict.ts';
import { pairTable } from './table.ts';

const findingItem = (finding: Finding, result: Result): Html => {
  const { title, sentence, remedy } = findingText(finding, result);
  return html`<li><h3>${capitalize(title)}</h3>
    <p>${capitalize(sentence)}</p><p><strong>Remedy:</strong> ${remedy}</p>
    <p class="muted">Evidence: ${finding.evidence.map(factText).join('; ')}</p></li>`;
};

const samplesDetails = ({ samples }: Result): Html => html`
  <details><summary>First failing answers (${samples.length})</summary>
  <ul>${samples.map((sample) => html`<li>${formatOffset(sample.second)} ${sampleText(sample, (body) => body)}</li>`)}</ul></details>`;

/** Why requests failed, largest cause first, and how the replicas followed. */
export const findingsSection = (result: Result): Html => html`
  <section aria-labelledby="findings"><h2 id="findings">Why requests failed</h2>
  ${noCauseLines(result).map((line) => html`<p>${line}</p>`)}
  ${result.findings.length > 0 && html`<ol class="findings">${result.findings.map((finding) => findingItem(finding, result))}</ol>`}
  ${result.samples.length > 0 && samplesDetails(result)}
  <h3>How the replicas followed</h3>
  ${pairTable(scalingFacts(result))}
  </section>`;
