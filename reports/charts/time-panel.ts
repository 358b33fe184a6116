import type { Phase } from '../../runs/schema/load.ts';
import { formatOffset } from '../format.ts';
import { colour } from './palette.ts';
import type { ChartLayer, ChartSpec } from './render-svg.ts';
import { timeTicks } from './ticks.ts';

/**
 * The common frame of all charts over time: one size, one time axis, phases shaded. Charts below each other line up,
 * because left and right edges do not depend on the labels. The page scales charts to its column; the paddings leave
 * room for labels at twice their size, as they are set on a phone.
 */
export const frame = {
  width: 640,
  plotHeight: 140,
  padding: { left: 68, right: 26, top: 22, bottom: 26 },
} as const;

/** Width of the plot without its axes, in px. */
export const plotWidth = frame.width - frame.padding.left - frame.padding.right;

/** A stretch in which nothing was recorded. */
type Hole = { readonly fromSecond: number; readonly toSecond: number };

type YAxis = {
  readonly ticks: readonly number[];
  readonly label: (value: number) => string;
  readonly scale?: 'linear' | 'log';
  /** Pixels above the axis, for layers with a place of their own. */
  readonly headroomPx?: number;
};

type Axes = { readonly seconds: number; readonly phases: readonly Phase[]; readonly holes?: readonly Hole[] };

/** The look that all charts share. */
export const chartConfig = {
  aria: false,
  font: 'inherit',
  view: { stroke: null },
  axis: {
    domain: false,
    ticks: false,
    gridColor: colour('line'),
    labelColor: colour('muted'),
    labelFontSize: 10,
    labelPadding: 5,
    labelOverlap: false,
    labelBound: false,
    labelFlush: false,
    title: null,
  },
  text: { fontSize: 10, fill: colour('muted') },
} as const;

/** An axis' words come from `format.ts`; Vega gets them as a table to look up. */
export const labelLookup = (ticks: readonly number[], label: (value: number) => string): string =>
  `${JSON.stringify(Object.fromEntries(ticks.map((tick) => [String(tick), label(tick)])))}[datum.value]`;

/** A name fits above its phase if this much is left at the label size of a phone. */
const narrowestLabelledPx = 100;

const phaseLayers = ({ phases, seconds }: Axes, xScale: object): ChartLayer[] => {
  const reached = phases.filter(({ startSeconds }) => startSeconds < seconds);
  const shaded = reached.filter((_, i) => i % 2 === 1);
  const labelled = reached.filter(
    ({ durationSeconds }) => (durationSeconds / seconds) * plotWidth >= narrowestLabelledPx,
  );
  const x = { field: 'from', type: 'quantitative', scale: xScale } as const;
  const row = (phase: Phase) => ({
    from: phase.startSeconds,
    to: Math.min(seconds, phase.startSeconds + phase.durationSeconds),
    name: phase.name,
  });
  const layers: ChartLayer[] = [];
  if (shaded.length > 0) {
    layers.push({
      data: { values: shaded.map(row) },
      mark: { type: 'rect', fill: colour('shade') },
      encoding: { x, x2: { field: 'to' } },
    });
  }
  if (labelled.length > 0) {
    layers.push({
      data: { values: labelled.map(row) },
      mark: { type: 'text', align: 'left', dx: 3, dy: -7 },
      encoding: { x, y: { value: 0 }, text: { field: 'name', type: 'nominal' } },
    });
  }
  return layers;
};

const holeLayers = ({ holes = [], seconds }: Axes, xScale: object): ChartLayer[] =>
  holes.length === 0
    ? []
    : [
        {
          data: {
            values: holes.map(({ fromSecond, toSecond }) => ({
              from: Math.max(0, fromSecond),
              to: Math.min(seconds, toSecond),
            })),
          },
          mark: { type: 'rect', fill: 'none', stroke: colour('muted'), strokeDash: [2, 3] },
          encoding: {
            x: { field: 'from', type: 'quantitative', scale: xScale },
            x2: { field: 'to' },
          },
        },
      ];

const timeAxis = (seconds: number) => {
  const ticks = timeTicks(seconds);
  return {
    values: ticks,
    tickCount: ticks.length,
    labelExpr: labelLookup(ticks, formatOffset),
    grid: false,
    domain: true,
    domainColor: colour('muted'),
    ticks: true,
    tickColor: colour('muted'),
  };
};

/** No marks of its own: it fixes both scales and axes, so that they do not depend on which other layers there are. */
const axesLayer = (seconds: number, y: YAxis, xScale: object): ChartLayer => {
  const headroomPx = y.headroomPx ?? 0;
  return {
    data: { values: [] },
    mark: 'point',
    encoding: {
      x: { field: 'x', type: 'quantitative', scale: xScale, axis: timeAxis(seconds) },
      y: {
        field: 'y',
        type: 'quantitative',
        scale: {
          type: y.scale ?? 'linear',
          domain: [y.ticks[0]!, y.ticks.at(-1)!],
          range: [frame.plotHeight + headroomPx, headroomPx],
          nice: false,
        },
        axis: {
          values: [...y.ticks],
          tickCount: y.ticks.length,
          labelExpr: labelLookup(y.ticks, y.label),
        },
      },
    },
  };
};

/**
 * A chart over the seconds of a run.
 *
 * @param axes length of the time axis, phases to shade, stretches of lost telemetry to outline
 * @param y ticks (the first and last are the ends of the axis) and their words
 * @param layers marks with `x` in seconds and `y` in the axis' unit
 */
export const timePanel = (axes: Axes, y: YAxis, layers: readonly ChartLayer[]): ChartSpec => {
  const xScale = { domain: [0, axes.seconds], nice: false, zero: false };
  return {
    width: plotWidth,
    height: frame.plotHeight + (y.headroomPx ?? 0),
    padding: frame.padding,
    autosize: 'none',
    background: 'transparent',
    config: chartConfig,
    layer: [
      ...phaseLayers(axes, xScale),
      axesLayer(axes.seconds, y, xScale),
      ...layers,
      ...holeLayers(axes, xScale),
    ],
  };
};
