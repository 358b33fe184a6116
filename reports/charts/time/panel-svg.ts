import { escapeMarkup } from '../../html.ts';
import type { Across } from '../across.ts';
import { colour } from '../palette.ts';
import type { Lane, Panel, TimeFigure } from './model.ts';
import type { Places } from './paths.ts';
import { shapesOf } from './shapes.ts';
import { unitFormats } from './units.ts';
import type { View } from './view.ts';

/** Height of a row of marks, in px. */
const laneHeightPx = 14;
/** Above the highest grid line, so that its label is not cut. */
const topPx = 6;
const bottomPx = 6;
/** Between an axis and its labels. */
const gapPx = 6;

/** Where the parts of a panel lie from top to bottom. */
type Layout = { readonly plotTopPx: number; readonly heightPx: number };

const layoutOf = ({ lanes, ticks, heightPx }: Panel): Layout => {
  const lanesPx = lanes.length * laneHeightPx + (lanes.length > 0 ? 4 : 0);
  if (ticks.length === 0) return { plotTopPx: lanesPx, heightPx: lanesPx };
  return { plotTopPx: lanesPx + topPx, heightPx: lanesPx + topPx + heightPx + bottomPx };
};

/** Height of a panel's drawing, in px. */
export const panelHeightPx = (panel: Panel): number => layoutOf(panel).heightPx;

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** From a value to px below the top of the plot. A logarithmic axis has no zero: what is below it lies on its end. */
const heightOf = ({ ticks, scale, heightPx }: Panel): Places['y'] => {
  const on = scale === 'log' ? Math.log10 : (value: number) => value;
  const [low, high] = [on(ticks[0]!), on(ticks.at(-1)!)];
  const least = ticks[0]!;
  return (value) => tenths(heightPx * (1 - (on(Math.max(least, value)) - low) / (high - low)));
};

const isSeen = (from: number, to: number, view: View): boolean =>
  to > view.fromSecond && from < view.toSecond;

const clipped = (from: number, to: number, view: View) => ({
  from: Math.max(from, view.fromSecond),
  to: Math.min(to, view.toSecond),
});

const box = (from: number, to: number, height: number, across: Across, paint: string): string => {
  return `<rect x="${across.place(from)}" width="${across.width(from, to)}" height="${height}" ${paint}/>`;
};

/** Every second phase is shaded; lost telemetry is outlined. */
const backdrop = ({ phases, lost }: TimeFigure, heightPx: number, view: View, across: Across): string => {
  const boxes = (spans: TimeFigure['phases'], paint: string): string[] =>
    spans
      .filter(({ from, to }) => isSeen(from, to, view))
      .map((span) => clipped(span.from, span.to, view))
      .map(({ from, to }) => box(from, to, heightPx, across, paint));
  return [
    ...boxes(
      phases.filter((_, i) => i % 2 === 1),
      `fill="${colour('shade')}"`,
    ),
    ...boxes(lost, `fill="none" stroke="${colour('muted')}" stroke-dasharray="2 3"`),
  ].join('');
};

const markLines = ({ marks }: TimeFigure, heightPx: number, view: View, across: Across): string => {
  const lines = marks
    .filter(({ second }) => isSeen(second, second + 1, view))
    .map(({ second }) => {
      const x = across.place(second);
      return `<line x1="${x}" x2="${x}" y2="${heightPx}"/>`;
    });
  return lines.length === 0
    ? ''
    : `<g stroke="${colour('muted')}" stroke-dasharray="3 3">${lines.join('')}</g>`;
};

const grid = (panel: Panel, y: Places['y'], plotTopPx: number, across: Across): string => {
  if (panel.ticks.length === 0) return '';
  const format = unitFormats[panel.unit];
  const heights = panel.ticks.map((tick) => tenths(plotTopPx + y(tick)));
  const lines = heights.map((top) => `<line x2="${across.full}" y1="${top}" y2="${top}"/>`);
  const labels = panel.ticks.map(
    (tick, i) => `<text x="${-gapPx}" y="${heights[i]! + 3.5}">${escapeMarkup(format(tick))}</text>`,
  );
  return `<g stroke="${colour('line')}">${lines.join('')}</g><g fill="${colour('muted')}" text-anchor="end">${labels.join('')}</g>`;
};

const levels = (panel: Panel, y: Places['y'], plotTopPx: number, across: Across): string =>
  panel.levels
    .map(({ value, name }) => {
      const top = tenths(plotTopPx + y(value));
      return (
        `<line x2="${across.full}" y1="${top}" y2="${top}" stroke="${colour('ink')}" stroke-dasharray="6 3"/>` +
        `<text x="${across.full}" y="${tenths(top - 4)}" text-anchor="end" fill="${colour('text')}">${escapeMarkup(name)}</text>`
      );
    })
    .join('');

/** Round caps keep a mark visible where a second is thinner than a pixel. */
const laneSvg = (lane: Lane, index: number, view: View, across: Across): string => {
  const middle = index * laneHeightPx + laneHeightPx / 2;
  const marks = lane.stretches
    .filter(({ from, to }) => isSeen(from, to, view))
    .map(({ from, to }) => clipped(from, to, view))
    .map(
      ({ from, to }) =>
        `<line x1="${across.place(from)}" x2="${across.place(to)}" y1="${middle}" y2="${middle}"/>`,
    );
  return (
    `<g stroke="${colour(lane.colour)}" stroke-width="5" stroke-linecap="round">${marks.join('')}</g>` +
    `<text x="${-gapPx}" y="${middle + 3.5}" text-anchor="end" fill="${colour('text')}">${escapeMarkup(lane.short)}</text>`
  );
};

/**
 * One panel of a figure as the inside of an SVG whose left edge is the first second of the view and whose right edge is
 * its last. Labels of the axis stand left of it.
 */
export const panelSvg = (figure: TimeFigure, panel: Panel, view: View, across: Across): string => {
  const { plotTopPx, heightPx } = layoutOf(panel);
  const y = heightOf(panel);
  const hidden = view.hidden[panel.id] ?? [];
  const shown = panel.series.filter(
    ({ label, run }) => !hidden.includes(label) && (run === undefined || !view.hiddenRuns.includes(run)),
  );
  const lanes = panel.lanes.filter(({ label }) => !hidden.includes(label));
  const shapes = shapesOf(shown, { from: view.fromSecond, to: view.toSecond }, { x: across.corner, y });
  return [
    backdrop(figure, heightPx, view, across),
    grid(panel, y, plotTopPx, across),
    across.frame(shapes, plotTopPx, panel.heightPx),
    markLines(figure, heightPx, view, across),
    levels(panel, y, plotTopPx, across),
    ...lanes.map((lane) => laneSvg(lane, panel.lanes.indexOf(lane), view, across)),
  ].join('');
};
