import { escapeMarkup } from '../../html.ts';
import type { Across } from '../across.ts';
import { colour } from '../palette.ts';
import type { Lane, Panel, TimeFigure } from './model.ts';
import type { Places } from './paths.ts';
import { pathsOf, shapesOf } from './shapes.ts';
import { unitFormats } from './units.ts';

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

/** From a value to whole px below the top of the drawing. A logarithmic axis has no zero: what is below it lies on its end. */
const heightOf = (panel: Panel): Places['y'] => {
  const { ticks, scale, heightPx } = panel;
  const on = scale === 'log' ? Math.log10 : (value: number) => value;
  const [low, high] = [on(ticks[0]!), on(ticks.at(-1)!)];
  const least = ticks[0]!;
  const { plotTopPx } = layoutOf(panel);
  return (value) =>
    Math.round(plotTopPx + heightPx * (1 - (on(Math.max(least, value)) - low) / (high - low)));
};

type Spans = TimeFigure['phases'];

const boxes = (spans: Spans, heightPx: number, { corner }: Across): string =>
  spans.map(({ from, to }) => `M${corner(from)} 0V${heightPx}H${corner(to)}V0Z`).join('');

/** A path, or nothing where it has no data. */
const path = (data: string, paint: string): string => (data === '' ? '' : `<path ${paint} d="${data}"/>`);

/** Every second phase is shaded; lost telemetry is outlined. */
const backdrop = ({ phases, lost }: TimeFigure, heightPx: number, across: Across): string => {
  const shaded = phases.filter((_, i) => i % 2 === 1);
  return (
    path(boxes(shaded, heightPx, across), `fill="${colour('shade')}"`) +
    path(boxes(lost, heightPx, across), `fill="none" stroke="${colour('muted')}" stroke-dasharray="2 3"`)
  );
};

const level = (y: number, width: number): string => `M0 ${y}H${width}`;

const axisLabels = ({ ticks, unit }: Panel, y: Places['y']): string => {
  if (ticks.length === 0) return '';
  const labels = ticks.map(
    (tick) => `<text x="${-gapPx}" y="${y(tick) + 4}">${escapeMarkup(unitFormats[unit](tick))}</text>`,
  );
  return `<g fill="${colour('muted')}" text-anchor="end">${labels.join('')}</g>`;
};

const levelNames = ({ levels }: Panel, y: Places['y'], { full }: Across): string =>
  levels
    .map(
      ({ value, name }) =>
        `<text x="${full}" y="${y(value) - 4}" text-anchor="end" fill="${colour('text')}">${escapeMarkup(name)}</text>`,
    )
    .join('');

const middleOf = (index: number): number => index * laneHeightPx + laneHeightPx / 2;

/** Round caps keep a mark visible where a second is thinner than a pixel. */
const laneShape = ({ stretches, colour: name }: Lane, index: number, { corner }: Across): string => {
  const marks = stretches.map(({ from, to }) => `M${corner(from)} ${middleOf(index)}H${corner(to)}`);
  return `<path stroke="${colour(name)}" stroke-width="5" stroke-linecap="round" d="${marks.join('')}"/>`;
};

const laneLetters = ({ lanes }: Panel): string =>
  lanes
    .map(
      ({ short }, i) =>
        `<text x="${-gapPx}" y="${middleOf(i) + 4}" text-anchor="end" fill="${colour('text')}">${escapeMarkup(short)}</text>`,
    )
    .join('');

/** The shapes that entries of the legend stand for, in their order: the script of a page hides and shows them. */
const named = (shapes: string): string => `<g class="named">${shapes}</g>`;

/**
 * One panel of a figure as the inside of an SVG. Its left edge is the first second of the figure, its right edge the last.
 * All that has a place in time is in one frame, so that a page can zoom by it. Labels of the axis stand left of it.
 */
export const panelSvg = (figure: TimeFigure, panel: Panel, across: Across): string => {
  const { heightPx } = layoutOf(panel);
  const y = heightOf(panel);
  const width = across.corner(figure.seconds);
  const hasSeries = panel.series.length > 0;
  const lanes = panel.lanes.map((lane, i) => laneShape(lane, i, across)).join('');
  const shapes = [
    backdrop(figure, heightPx, across),
    path(panel.ticks.map((tick) => level(y(tick), width)).join(''), `stroke="${colour('line')}"`),
    hasSeries ? named(shapesOf(panel.series, { x: across.corner, y })) + lanes : named(lanes),
    path(
      figure.marks.map(({ second }) => `M${across.corner(second)} 0V${heightPx}`).join(''),
      `stroke="${colour('muted')}" stroke-dasharray="3 3"`,
    ),
    path(
      panel.levels.map(({ value }) => level(y(value), width)).join(''),
      `stroke="${colour('ink')}" stroke-dasharray="6 3"`,
    ),
  ];
  return [
    across.frame(shapes.join(''), heightPx),
    axisLabels(panel, y),
    levelNames(panel, y, across),
    laneLetters(panel),
  ].join('');
};

/** The paths of a panel's series with every second in them, for a page that zooms to single seconds. */
export const everySecond = (panel: Panel, across: Across): string[] =>
  pathsOf(panel.series, { x: across.corner, y: heightOf(panel) }, Number.POSITIVE_INFINITY);
