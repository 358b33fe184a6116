import type { Calibration } from '../../runs/schema/calibration.ts';
import type { NotEnoughAdvice, Recommendation } from '../../runs/schema/recommendation.ts';
import {
  capitalize,
  formatMs,
  formatNumber,
  formatQuantity,
  formatRate,
  formatSeconds,
  formatShare,
} from '../format.ts';
import { type Html, html } from '../html.ts';
import { fitsTable, inputsTable, queueWaitTable, routerTable, timeoutPairs } from '../plan/grounds.ts';
import { changeLines, comparedTable, knobTable, predictionRows, rejectedTable } from '../plan/outlook.ts';
import { plannedForTable } from '../plan/planned-for.ts';
import { sensitivityTable } from '../plan/sensitivity.ts';
import { startsReplicas } from '../plan/starts.ts';
import type { Report } from '../report.ts';
import { afterDemo } from '../words/demo.ts';
import { chanceText } from '../words/plan/advice.ts';
import { aboveMinimumText } from '../words/plan/cost.ts';
import { noteText, ofRecordingTexts, otherNoteTexts } from '../words/plan/notes.ts';
import { formulaName, formulaOrigin } from '../words/plan/page-formula.ts';
import { isRecorded, plannedForText, predictedFor } from '../words/plan/planned-for.ts';
import { ruleText } from '../words/plan/readings.ts';
import { refusalLine, refusalParts } from '../words/plan/refusal.ts';
import { variantText } from '../words/plan/variants.ts';
import { knobTexts } from '../words/settings/knobs.ts';
import { fold } from './fold.ts';
import { dataTable, pairTable, wordTable } from './table.ts';

const list = (sentences: readonly string[]): Html =>
  html`<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;

const part = (title: string, body: Html): Html => html`<h3>${title}</h3>${body}`;

const loadText = ({ load, slo }: Recommendation): string => {
  const p95 =
    slo.p95LatencyMs === undefined ? '' : ` and a p95 latency of at most ${formatMs(slo.p95LatencyMs)}`;
  return (
    `The ${isRecorded(load) ? 'recorded' : 'planned'} load: ${formatQuantity(load.requests, 'request')} in ${formatSeconds(load.durationSeconds)}, from ` +
    `${formatRate(load.baselineRatePerSecond)} to ${formatRate(load.peakRatePerSecond)}, with at most ` +
    `${formatShare(slo.maxErrorShare)} failed requests${p95}.`
  );
};

const pageFormulaText = ({ compared, load }: Recommendation): string =>
  `${formulaName} asks for ${formatQuantity(compared.pageFormula.replicas, 'replica')} at ` +
  `${formatRate(load.peakRatePerSecond)}. ${formulaOrigin} ` +
  'It knows nothing of waiting, start-up lag or chance.';

const timeoutsPart = ({ timeouts }: Recommendation): Html => html`
  ${pairTable(timeoutPairs(timeouts))}${list(timeouts.notes.map(noteText))}
  ${timeouts.queueWaits.length > 0 && dataTable(queueWaitTable(timeouts))}`;

/** What was planned, in full: every setting, what it will do, and what it was chosen over. */
export const planSection = (advice: Recommendation): Html => {
  const mix = plannedForTable(advice.load);
  const { settings, compared, variant } = advice;
  const changes = changeLines(advice);
  return fold(
    { id: 'plan', title: 'The advice in full' },
    html`<p>${chanceText(advice)}</p>
  <p>${[plannedForText(advice.load), aboveMinimumText(advice), loadText(advice)].filter(Boolean).join(' ')}</p>
  ${part(
    'Every setting',
    html`${wordTable(knobTable(advice))}${variant !== null && html`<p>${capitalize(variantText(variant, knobTexts(settings.policy, compared.current.settings.policy)))}.</p>`}`,
  )}
  ${mix !== null && part('What it was planned for', dataTable(mix))}
  ${part(
    predictedFor(advice.load),
    html`<p class="muted">The median of ${formatNumber(advice.prediction.runs)} simulated runs; in brackets the 95 % interval for one further run, chance and model error included.</p>
    ${pairTable(predictionRows(advice))}`,
  )}
  ${part('What it was compared with', html`${wordTable(comparedTable(advice))}${ofRecordingTexts(advice.warnings).map((text) => html`<p>${text}</p>`)}<p class="muted">${pageFormulaText(advice)}</p>`)}
  ${advice.rejected.length > 0 && part('Why the nearest others lost', wordTable(rejectedTable(advice)))}
  ${advice.sensitivity.length > 0 && part('What each setting contributes', dataTable(sensitivityTable(advice)))}
  ${changes.length > 0 && part('What would change the advice', list(changes))}
  ${part('Timeouts, from the model outwards', timeoutsPart(advice))}`,
  );
};

const rulePart = (calibration: Calibration): Html => html`
  <p>${ruleText(calibration)}: ${noteText(calibration.policy.note)}.</p>
  ${calibration.policy.fits.length > 0 && dataTable(fitsTable(calibration))}`;

const routerPart = (calibration: Calibration): Html => html`
  <p>${capitalize(noteText(calibration.router.note))}.</p>${dataTable(routerTable(calibration))}`;

/** What the plan rests on: each input with its provenance, the autoscaler's rule, what to keep in mind. */
export const groundsSection = (advice: Recommendation, { calibration }: Report): Html => {
  const notes = otherNoteTexts(advice.warnings);
  return fold(
    { id: 'grounds', title: 'What the advice rests on' },
    html`${wordTable(inputsTable(advice))}
  ${calibration !== undefined && startsReplicas(advice) && part('Which autoscaler rule explains the replicas', rulePart(calibration))}
  ${calibration !== undefined && part('What the router hides', routerPart(calibration))}
  ${notes.length > 0 && part('Keep in mind', list(notes))}
  <p class="muted">${formatNumber(advice.search.candidates)} candidates in ${formatNumber(advice.search.draws)} worlds drawn from the intervals of the inputs, ${formatNumber(advice.search.simulatedRequests)} simulated requests, seed ${advice.seed}.</p>`,
  );
};

/** Why there is no advice, and what to run next. */
export const refusalSection = ({ reasons, warnings }: NotEnoughAdvice, { result }: Report): Html =>
  fold(
    { id: 'refusal', title: 'Why there is no advice' },
    html`${part('Why', list(reasons.map((reason) => `It ${refusalLine(reason)}.`)))}
  ${part('What to run next', list(result.run.isDemo ? [afterDemo] : reasons.map((reason) => refusalParts(reason).runNext)))}
  ${warnings.length > 0 && part('Keep in mind', list(warnings.map(noteText)))}`,
  );
