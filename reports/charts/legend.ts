import { type Html, html } from '../html.ts';
import type { LegendEntry, PointShape } from './figure.ts';
import { colour } from './palette.ts';
import type { Panel } from './time/model.ts';

/** The shapes of Vega, ten units across. */
const shapePaths: Readonly<Record<PointShape, string>> = {
  circle: 'M13 1a4 4 0 1 0 .01 0Z',
  square: 'M9 1h8v8h-8Z',
  diamond: 'M13 0l5 5l-5 5l-5 -5Z',
  'triangle-up': 'M13 1l5 8h-10Z',
  'triangle-down': 'M13 9l5 -8h-10Z',
  cross: 'M11 0h4v3h3v4h-3v3h-4v-3h-3v-4h3Z',
  stroke: 'M8 4h10v2h-10Z',
};

/** A sample of how a series is drawn, as the inside of an SVG of 26 × 10. */
export const legendKey = ({ mark, colour: name, dash }: LegendEntry): Html => {
  const paint = colour(name);
  if (mark === 'line') {
    return html`<path d="M0 5h26" stroke="${paint}" stroke-width="2.4" stroke-dasharray="${(dash ?? []).join(' ') || 'none'}"/>`;
  }
  return html`<path d="${mark === 'area' ? 'M0 0h26v10h-26Z' : shapePaths[mark]}" fill="${paint}"/>`;
};

/** Series and, where the rows of marks have no series, these: by the letters before them. */
export const legendOf = ({ series, lanes }: Panel): LegendEntry[] =>
  series.length === 0
    ? lanes.map(({ short, label, colour: name }) => ({
        label: `${short} ${label}`,
        colour: name,
        mark: 'area',
      }))
    : series.map(({ label, total, colour: name, draw, dash }) => ({
        label: total === undefined ? label : `${label}: ${total}`,
        colour: name,
        mark: draw === 'line' ? 'line' : 'area',
        ...(dash && { dash }),
      }));
