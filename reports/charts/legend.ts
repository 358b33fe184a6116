import { type Html, html } from '../html.ts';
import type { LegendEntry } from './figure.ts';
import { colour, stackedOpacity } from './palette.ts';
import { shapePaths } from './point-shapes.ts';
import type { Panel } from './time/model.ts';

/** A sample of how a series is drawn, as the inside of an SVG of 26 × 10. */
export const legendKey = ({ mark, colour: name, dash, isPale }: LegendEntry): Html => {
  const paint = colour(name);
  if (mark === 'line') {
    return html`<path d="M0 5h26" stroke="${paint}" stroke-width="2.4"${dash !== undefined && html` stroke-dasharray="${dash.join(' ')}"`}/>`;
  }
  const pale = isPale
    ? html` fill-opacity="${stackedOpacity}"`
    : dash !== undefined && html` fill-opacity=".15" stroke="${paint}" stroke-dasharray="${dash.join(' ')}"`;
  return html`<path d="${mark === 'area' ? 'M0 0h26v10h-26Z' : shapePaths[mark]}" fill="${paint}"${pale}/>`;
};

/** What stands beside the sample. */
export const legendText = ({ label, total }: Pick<LegendEntry, 'label' | 'total'>): string =>
  total === undefined ? label : `${label}: ${total}`;

/** Series and, where the rows of marks have no series, these: by the letters before them. */
export const legendOf = ({ series, lanes }: Panel): LegendEntry[] =>
  series.length === 0
    ? lanes.map(({ short, label, total, colour: name }) => ({
        label: `${short} ${label}`,
        colour: name,
        mark: 'area',
        ...(total && { total }),
      }))
    : series.map(({ label, total, colour: name, draw, dash, isFailure }) => ({
        label,
        colour: name,
        mark: draw === 'line' ? 'line' : 'area',
        ...(total && { total }),
        ...(dash && { dash }),
        ...(draw === 'stack' && !isFailure && ({ isPale: true } as const)),
      }));
