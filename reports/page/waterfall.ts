import type { ScaleLag } from '../../runs/schema/result/scale-lag.ts';
import { formatPart, formatQuantity } from '../format.ts';
import { type Html, html } from '../html.ts';
import { partNames, sumText } from '../words/causes/scale-lag.ts';

type Bar = {
  readonly name: string;
  readonly seconds: number;
  /** From the beginning of the first part. */
  readonly fromSeconds: number;
  readonly isInferred: boolean;
};

const barsOf = ({ medians }: ScaleLag): Bar[] => {
  let fromSeconds = 0;
  return medians.flatMap(({ part, seconds, how }) => {
    if (seconds === null) return [];
    const bar = { name: partNames[part], seconds, fromSeconds, isInferred: how === 'inferred' };
    fromSeconds += seconds;
    return [bar];
  });
};

const percent = (share: number): string => `${Number((100 * share).toFixed(2))}%`;

const row = ({ name, seconds, fromSeconds, isInferred }: Bar, totalSeconds: number): Html => {
  const [x, width] = [fromSeconds, seconds].map((value) => percent(value / totalSeconds));
  return html`<tr><th>${name}<td><svg width="100%" height="12" aria-hidden="true"><rect x="${x!}" y="1" width="${width!}" height="10" fill="var(--${isInferred ? 'purple' : 'blue'})"/></svg><td>${isInferred && '~ '}${formatPart(seconds)}`;
};

/** The way from the rise of the load to the ready replica, a bar for each part where the one before ends. */
export const waterfallHtml = (scaleLag: ScaleLag): Html => {
  const bars = barsOf(scaleLag);
  const totalSeconds = bars.reduce((sum, { seconds }) => sum + seconds, 0);
  const unknown = scaleLag.medians
    .filter(({ seconds }) => seconds === null)
    .map(({ part }) => partNames[part]);
  return html`<h3 id="waterfall">From the load to the ready replica: ${sumText({ parts: scaleLag.medians })}</h3>
    ${
      totalSeconds > 0
        ? html`<table class="waterfall"><caption>Median of ${formatQuantity(scaleLag.events.length, 'scale-up')}${bars.some(({ isInferred }) => isInferred) && '; ~ is inferred'}</caption><tbody>${bars.map((bar) => row(bar, totalSeconds))}</tbody></table>`
        : html`<p class="muted">Nothing to show: no part of a scale-up was seen.</p>`
    }
    ${unknown.length > 0 && html`<p class="muted">Not known: ${unknown.join(', ')}.</p>`}`;
};
