import { escapeMarkup } from '../../html.ts';
import type { Across } from '../across.ts';
import { colour } from '../palette.ts';
import type { Rows } from './model.ts';
import { shapeOf, useOf } from './shape.ts';

const rowHeightPx = 42;
const wordsPx = 15;
const barPx = 29;
const barHalfPx = 5;
const markScale = 1.4;

/** Height of the drawing of rows, in px. */
export const rowsHeightPx = ({ rows }: Rows): number => rows.length * rowHeightPx;

const rowSvg = (row: Rows['rows'][number], name: string, topPx: number, across: Across): string => {
  const middle = topPx + barPx;
  const bar =
    `<line x2="${across.full}" y1="${middle}" y2="${middle}" stroke="${colour('line')}" stroke-width="2"/>` +
    `<rect x="${across.place(row.low)}" width="${across.width(row.low, row.high)}" y="${middle - barHalfPx}" height="${2 * barHalfPx}" fill="${colour('blue')}"/>`;
  // A halo parts the mark from the bar beneath.
  const mark =
    `<defs>${shapeOf(name, row.shape, markScale)}</defs><g fill="${colour(row.colour)}" stroke="${colour('page')}" stroke-width="1.5">` +
    `${useOf(name, across.place(row.mark), middle)}</g>`;
  return `<text y="${topPx + wordsPx}" fill="${colour('text')}">${escapeMarkup(row.words)}</text>${bar}${mark}`;
};

/** A line of words above each bar. */
export const rowsSvg = ({ rows }: Rows, id: string, across: Across): string =>
  rows.map((row, i) => rowSvg(row, `${id}-${i}`, i * rowHeightPx, across)).join('');
