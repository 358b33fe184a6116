import type { Result } from '../../runs/schema/result.ts';
import { maxPoints } from '../charts/downsample.ts';
import { rerunFigure, runFigure } from '../charts/run/run-figure.ts';
import { onSameScales } from '../charts/time/same-scales.ts';
import { formatUtc } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Report } from '../report.ts';
import { reportLink } from './report-link.ts';
import { timeFigureHtml } from './time-figure.ts';

/** What was left out of the charts, if anything. */
const drawnText = ({ timeline }: Result): string => {
  const drawn =
    timeline.seconds <= maxPoints
      ? 'No seconds are averaged.'
      : 'No seconds are averaged: of each stretch of seconds the lowest, the highest and the most failures are drawn.';
  return timeline.lost.length === 0 ? drawn : `${drawn} Dashed boxes mark lost telemetry.`;
};

/** Which of two figures is shown: without a script the style sheet knows. */
const choice = (id: string, label: string, isFirst: boolean): Html =>
  html`<label><input type="radio" name="shown" id="show-${id}"${isFirst && html` checked`}> ${label}</label>`;

const linkToRun = ({ run }: Result): Html =>
  html`<p class="muted">Every second as a number: ${reportLink(run.id, 'report of the re-run')}.</p>`;

const runsHtml = ({ result, verification, rerun }: Report): Html => {
  const figure = runFigure(result);
  if (rerun === undefined) return timeFigureHtml(figure);
  const [before, after] = onSameScales(figure, rerunFigure(rerun));
  const at = verification?.verifiedAtMs === undefined ? '' : `, ${formatUtc(verification.verifiedAtMs)}`;
  return html`<div class="tools" role="radiogroup" aria-label="Which run to show">${choice('run', 'This run', true)}
    ${choice('rerun', `Re-run with the advice${at}`, false)} <span class="muted">on the same scales</span></div>
    ${timeFigureHtml(before)}${timeFigureHtml(after, linkToRun(rerun))}`;
};

/** The run on one time axis; where a re-run has tried the advice, that one in its place if the reader wants. */
export const timelineSection = (report: Report): Html => html`
  <section aria-labelledby="timeline"><h2 id="timeline">What happened, second by second</h2>
  <p class="muted">Seconds count from the first planned arrival; a request stands in the second of its arrival. ${drawnText(report.result)}</p>
  ${runsHtml(report)}</section>`;
