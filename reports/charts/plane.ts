import type { PointShape } from './figure.ts';
import { chartConfig, frame, labelLookup, plotWidth } from './frame.ts';
import { colour, type SeriesColour } from './palette.ts';
import type { ChartLayer, ChartSpec } from './render-svg.ts';

/** Linear, from its first tick to its last. */
type PlaneAxis = {
  readonly ticks: readonly number[];
  readonly label: (value: number) => string;
};

/** Points of one kind. */
type Cloud = {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly colour: SeriesColour;
  readonly shape: PointShape;
  /** Area in square pixels. */
  readonly size?: number;
  /** Points of one curve, joined by a line. */
  readonly isCurve?: boolean;
};

const axisOf = ({ ticks, label }: PlaneAxis) => ({
  values: [...ticks],
  tickCount: ticks.length,
  labelExpr: labelLookup(ticks, label),
});

const scaleOf = ({ ticks }: PlaneAxis) => ({ domain: [ticks[0]!, ticks.at(-1)!], nice: false });

/** The first and the last label keep inside of the plot: at the corner stands one of the other axis too. */
const encodingOf = (x: PlaneAxis, y: PlaneAxis) => ({
  x: {
    field: 'x',
    type: 'quantitative' as const,
    scale: scaleOf(x),
    axis: { ...axisOf(x), labelFlush: true, labelPadding: 9 },
  },
  y: { field: 'y', type: 'quantitative' as const, scale: scaleOf(y), axis: axisOf(y) },
});

const cloudLayers = (
  { points, shape, size = 42, colour: name, isCurve = false }: Cloud,
  encoding: ReturnType<typeof encodingOf>,
): ChartLayer[] => {
  const data = { values: [...points] };
  const dots: ChartLayer = {
    data,
    mark: { type: 'point', filled: true, shape, size, fill: colour(name), opacity: 1 },
    encoding,
  };
  const line: ChartLayer = { data, mark: { type: 'line', stroke: colour(name), strokeWidth: 1.5 }, encoding };
  return isCurve ? [line, dots] : [dots];
};

/**
 * A chart of points over two measures, in their common frame.
 *
 * @param clouds drawn in the order given
 * @param layers above them, such as a limit
 */
export const planePanel = (
  { x, y }: { readonly x: PlaneAxis; readonly y: PlaneAxis },
  clouds: readonly Cloud[],
  layers: readonly ChartLayer[] = [],
): ChartSpec => ({
  width: plotWidth,
  height: frame.plotHeight,
  padding: frame.padding,
  autosize: 'none',
  background: 'transparent',
  config: chartConfig,
  layer: [...clouds.flatMap((cloud) => cloudLayers(cloud, encodingOf(x, y))), ...layers],
});
