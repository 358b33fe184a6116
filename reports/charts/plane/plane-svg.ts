import { escapeMarkup } from '../../html.ts';
import type { Across } from '../across.ts';
import { colour } from '../palette.ts';
import type { PointShape } from '../point-shapes.ts';
import { isOnTheWay } from '../time/paths.ts';
import type { Cloud, Curve, Plane, PlaneAxis } from './model.ts';
import { shapeOf, useOf } from './shape.ts';

const plotHeightPx = 150;
/** Above the plot: the title of the upright axis, and half of a label. */
const topPx = 26;
/** Below the plot: the labels of the level axis, and its title. */
const bottomRowsPx = 34;
/** Between the axis and its labels. */
const gapPx = 6;
/** Of the room that a page leaves for labels left of a plot. */
const labelsPx = 56;

/** Of a plot on the narrowest screen. */
const narrowestPlotPx = 260;
const characterPx = 6.5;

/** Ticks whose labels fit below the narrowest plot: where not all do, every second one from the last on. */
const labelledTicks = ({ ticks, label }: PlaneAxis): readonly number[] => {
  const longest = Math.max(...ticks.map((tick) => label(tick).length));
  // At the edges a label stands beside its tick, which brings it nearer to its neighbour by half its width.
  const neededPx = (longest * 1.5 + 1) * characterPx * (ticks.length - 1);
  if (neededPx <= narrowestPlotPx) return ticks;
  return ticks.filter((_, i) => (ticks.length - 1 - i) % 2 === 0);
};

/** Height of the drawing of a plane, in px. */
export const planeHeightPx = topPx + plotHeightPx + bottomRowsPx;

type Height = (y: number) => number;

const heightOf = ({ y: { ticks } }: Plane): Height => {
  const [low, high] = [ticks[0]!, ticks.at(-1)!];
  return (value) => Math.round(topPx + plotHeightPx * (1 - (value - low) / (high - low)));
};

const bottomPx = topPx + plotHeightPx;

/** Lines from edge to edge, as the data of one path. */
const level = (top: number, { x }: Plane, { corner }: Across): string =>
  `M0 ${top}H${corner(x.ticks.at(-1)!)}`;
const upright = (x: number, { corner }: Across): string => `M${corner(x)} ${topPx}V${bottomPx}`;

const gridLines = (plane: Plane, height: Height, across: Across): string => {
  const lines = [
    ...plane.y.ticks.map((tick) => level(height(tick), plane, across)),
    ...plane.x.ticks.map((tick) => upright(tick, across)),
  ];
  return `<path stroke="${colour('line')}" d="${lines.join('')}"/>`;
};

const axisLabels = ({ x, y }: Plane, height: Height, across: Across): string => {
  const rows = y.ticks.map(
    (tick) => `<text x="${-gapPx}" y="${height(tick) + 4}">${escapeMarkup(y.label(tick))}</text>`,
  );
  // The first and the last label keep inside of the plot: at the corner stands one of the other axis too.
  const columns = labelledTicks(x).map((tick) => {
    const edge = tick === x.ticks[0] ? 'start' : tick === x.ticks.at(-1) ? 'end' : '';
    const anchor = edge && ` text-anchor="${edge}"`;
    return `<text x="${across.place(tick)}" y="${bottomPx + 16}"${anchor}>${escapeMarkup(x.label(tick))}</text>`;
  });
  return (
    `<g fill="${colour('muted')}" text-anchor="end">${rows.join('')}</g>` +
    `<g fill="${colour('muted')}" text-anchor="middle">${columns.join('')}</g>`
  );
};

/** Both begin or end where labels do, so that they have more room than the plot. */
const axisTitles = ({ x, y }: Plane, { full }: Across): string =>
  `<g fill="${colour('text')}"><text x="${-labelsPx}" y="11">${escapeMarkup(y.title)}</text>` +
  `<text x="${full}" y="${planeHeightPx - 4}" text-anchor="end">${escapeMarkup(x.title)}</text></g>`;

const curveSvg = ({ points, colour: name, widthPx, dash }: Curve, height: Height, across: Across): string => {
  const places = points.map(({ x, y }) => ({ x: across.corner(x), y: height(y) }));
  const corners = places.filter((place, i) => !isOnTheWay(place, i, places)).map(({ x, y }) => `${x} ${y}`);
  const dashes = dash === undefined ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
  return `<path fill="none" stroke="${colour(name)}" stroke-width="${widthPx}"${dashes} d="M${corners.join('L')}"/>`;
};

/** Marks that the end of a stroke draws by itself: its width and its cap. */
const caps: Partial<Record<PointShape, 'round' | 'square'>> = { circle: 'round', square: 'square' };
const markPx = { small: 6, large: 8 } as const;

/**
 * Strokes of next to no length, all marks of a cloud in one path, from left to right: so a page packs smaller. One without any
 * length is left out of a printed page.
 */
const dots = ({ points, shape, size, colour: name }: Cloud, height: Height, across: Across): string => {
  const cap = caps[shape];
  if (cap === undefined || points.length === 0) return '';
  const marks = points
    .toSorted((a, b) => a.x - b.x || a.y - b.y)
    .map(({ x, y }) => `M${across.corner(x)} ${height(y)}h.001`);
  return `<path stroke="${colour(name)}" stroke-width="${markPx[size]}" stroke-linecap="${cap}" d="${marks.join('')}"/>`;
};

/** Any other mark is a shape that is used again at each place. */
const symbols = (cloud: Cloud, name: string, height: Height, across: Across): string => {
  const { points, shape, size } = cloud;
  if (shape in caps || points.length === 0) return '';
  const uses = points.map(({ x, y }) => useOf(name, across.place(x), height(y)));
  return `<defs>${shapeOf(name, shape, size === 'small' ? 0.7 : 1)}</defs><g fill="${colour(cloud.colour)}">${uses.join('')}</g>`;
};

const levelName = ({ level: named }: Plane, height: Height): string =>
  named === undefined
    ? ''
    : `<text x="4" y="${height(named.y) + 13}" fill="${colour('text')}">${escapeMarkup(named.name)}</text>`;

/** Points over two measures. Labels of the upright axis stand left of the drawing. */
export const planeSvg = (plane: Plane, id: string, across: Across): string => {
  const height = heightOf(plane);
  const { curves = [], clouds, level: named } = plane;
  const lines = [
    gridLines(plane, height, across),
    ...curves.toSorted((a, b) => b.widthPx - a.widthPx).map((curve) => curveSvg(curve, height, across)),
    ...clouds.map((cloud) => dots(cloud, height, across)),
    named === undefined
      ? ''
      : `<path stroke="${colour('ink')}" stroke-dasharray="6 3" d="${level(height(named.y), plane, across)}"/>`,
  ];
  return [
    across.frame(lines.join(''), planeHeightPx),
    axisLabels(plane, height, across),
    axisTitles(plane, across),
    ...clouds.map((cloud, i) => symbols(cloud, `${id}-${i}`, height, across)),
    levelName(plane, height),
  ].join('');
};
