import { descriptionOf } from '../drawing.ts';
import type { Figure } from '../figure.ts';
import type { Cloud, Curve, Plane, PlaneAxis, Rows } from '../plane/model.ts';
import {
  axisOf,
  type ChartSpec,
  chartWidthPx,
  levelLayers,
  lightColour,
  type Part,
  specOf,
} from './shared.ts';

const heightPx = 240;
const rowPx = 28;
/** Area of a mark, in px². */
const pointArea = { small: 30, large: 80 } as const;

const positionOf = (field: 'x' | 'y', { title, ticks, label }: PlaneAxis): Part => ({
  field,
  type: 'quantitative',
  scale: { domain: [ticks[0], ticks.at(-1)], nice: false },
  axis: { ...axisOf(ticks, label), title },
});

const cloudLayer = ({ points, colour, shape, size }: Cloud, encoding: Part): Part => ({
  data: { values: points },
  mark: {
    type: 'point',
    filled: true,
    opacity: 1,
    shape,
    size: pointArea[size],
    color: lightColour(colour),
  },
  encoding,
});

const curveLayer = ({ points, colour, widthPx, dash }: Curve, encoding: Part): Part => ({
  data: { values: points },
  mark: {
    type: 'line',
    color: lightColour(colour),
    strokeWidth: widthPx,
    ...(dash && { strokeDash: dash }),
  },
  encoding,
});

const planeChart = ({ x, y, curves = [], clouds, level }: Plane): Part => {
  const encoding = { x: positionOf('x', x), y: positionOf('y', y) };
  return {
    width: chartWidthPx,
    height: heightPx,
    layer: [
      ...curves.map((curve) => curveLayer(curve, encoding)),
      ...clouds.map((cloud) => cloudLayer(cloud, encoding)),
      ...(level === undefined ? [] : levelLayers(level.y, level.name)),
    ],
  };
};

/** All are shares of a row: the axis has no numbers. */
const rowsChart = ({ rows }: Rows): Part => {
  const y = { field: 'words', type: 'nominal', sort: null, title: null, axis: { labelLimit: chartWidthPx } };
  const x = (field: string): Part => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, 1] },
    axis: null,
  });
  return {
    width: chartWidthPx,
    height: { step: rowPx },
    layer: rows.flatMap((row) => {
      const data = { values: [{ words: row.words, low: row.low, high: row.high, mark: row.mark }] };
      const color = lightColour(row.colour);
      return [
        {
          data,
          mark: { type: 'bar', height: 6, opacity: 0.5, color },
          encoding: { y, x: x('low'), x2: { field: 'high' } },
        },
        {
          data,
          mark: { type: 'point', filled: true, opacity: 1, shape: row.shape, color },
          encoding: { y, x: x('mark') },
        },
      ];
    }),
  };
};

/** A figure that is not over time. */
export const figureSpec = ({ title, numbers, drawing }: Figure): ChartSpec =>
  specOf(
    { title, description: descriptionOf({ drawing, numbers }) },
    drawing.kind === 'rows' ? rowsChart(drawing) : planeChart(drawing),
  );
