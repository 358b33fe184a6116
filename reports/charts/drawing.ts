import type { Across, Extent } from './across.ts';
import type { Figure } from './figure.ts';
import type { Drawing } from './plane/model.ts';
import { planeHeightPx, planeSvg } from './plane/plane-svg.ts';
import { rowsHeightPx, rowsSvg } from './plane/rows-svg.ts';

/** What the left and the right edge of a drawing stand for. */
export const drawnExtent = (drawing: Drawing): Extent =>
  drawing.kind === 'rows' ? { from: 0, to: 1 } : { from: drawing.x.ticks[0]!, to: drawing.x.ticks.at(-1)! };

/**
 * What stands in words for somebody who does not see the drawing: what its axes measure, and its numbers.
 *
 * @example descriptionOf(figure) // 'Upwards: failed, % of requests. To the right: start-up lag, seconds. Each second less saves …'
 */
export const descriptionOf = ({ drawing, numbers }: Pick<Figure, 'drawing' | 'numbers'>): string =>
  drawing.kind === 'rows'
    ? numbers
    : `Upwards: ${drawing.y.title}. To the right: ${drawing.x.title}. ${numbers}`;

/** Height of a drawing, in px. */
export const drawnHeightPx = (drawing: Drawing): number =>
  drawing.kind === 'rows' ? rowsHeightPx(drawing) : planeHeightPx;

/**
 * The inside of an SVG.
 *
 * @param id of the figure: shapes that are used again have names of their own
 */
export const drawingSvg = (drawing: Drawing, id: string, across: Across): string =>
  drawing.kind === 'rows' ? rowsSvg(drawing, id, across) : planeSvg(drawing, id, across);
