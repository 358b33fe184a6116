import type { Result } from '../../runs/schema/result.ts';
import { maxPoints } from '../charts/downsample.ts';
import { runFigure } from '../charts/run/run-figure.ts';
import { type Html, html } from '../html.ts';
import { timeFigureHtml } from './time-figure.ts';

/** What was left out of the charts, if anything. */
const drawnText = ({ timeline }: Result): string => {
  const drawn =
    timeline.seconds <= maxPoints
      ? 'Nothing is averaged.'
      : 'Nothing is averaged: of each stretch of seconds the lowest, the highest and the most failures are drawn.';
  return timeline.lost.length === 0 ? drawn : `${drawn} Dashed boxes mark lost telemetry.`;
};

/** The run on one time axis. */
export const timelineSection = (result: Result): Html => html`
  <section aria-labelledby="timeline"><h2 id="timeline">What happened, second by second</h2>
  <p class="muted">Seconds count from the first planned arrival; a request stands in the second of its arrival. ${drawnText(result)}</p>
  ${timeFigureHtml(runFigure(result))}</section>`;
