import { formatOffset } from '../../format.ts';
import { escapeMarkup } from '../../html.ts';
import type { Across, Place } from '../across.ts';
import { colour } from '../palette.ts';
import { timeTicks } from '../ticks.ts';
import type { TimeFigure } from './model.ts';
import { spanOf, type View } from './view.ts';

/** Height of the labels below the last panel, in px. */
export const axisHeightPx = 20;
const rowHeightPx = 14;
/** Of a character of the labels, in px: wide enough for most. */
const characterPx = 6.5;
/** From this share on a label stands left of its place, so that it does not reach beyond the figure. */
const middleShare = 0.5;

/** Height of the strip above the panels: a row for the phases, and one for each mark, so that no two labels meet. */
export const headHeightPx = ({ marks }: TimeFigure): number => rowHeightPx * (1 + marks.length) + 2;

/** Whether a name fits over so many seconds of a view. */
export const hasRoom = (name: string, seconds: number, view: View): boolean =>
  (seconds * view.plotWidthPx) / spanOf(view) >= name.length * characterPx;

/** Where a label stands, and of which second it is: a page that zooms moves it by that. */
const labelAt = (second: number, across: Across): string =>
  `x="${across.place(second)}" data-second="${second}"`;

const phaseNames = ({ phases }: TimeFigure, view: View, across: Across): string =>
  phases
    .filter(({ from, to, name }) => hasRoom(name, to - from, view))
    .map(
      ({ from, to, name }) =>
        `<text ${labelAt(from, across)} data-until="${to}" dx="3" y="10">${escapeMarkup(name)}</text>`,
    )
    .join('');

/** The strip above the panels: names of phases, and a row for each mark with a line down to the panels. */
export const headSvg = (figure: TimeFigure, view: View, across: Across): string => {
  const heightPx = headHeightPx(figure);
  const topOf = (row: number): number => rowHeightPx * (row + 1);
  const lines = figure.marks.map(({ second }, i) => `M${across.corner(second)} ${topOf(i)}V${heightPx}`);
  const labels = figure.marks.map(({ second, label }, i) => {
    const isLeft = second / figure.seconds > middleShare;
    return `<text ${labelAt(second, across)} dx="${isLeft ? -4 : 4}" y="${topOf(i) + 10}" fill="${colour('text')}"${isLeft ? ' text-anchor="end"' : ''}>${escapeMarkup(`${label} ${formatOffset(second)}`)}</text>`;
  });
  const shapes = `<path stroke="${colour('muted')}" stroke-dasharray="3 3" d="${lines.join('')}"/>`;
  return `<g fill="${colour('muted')}">${phaseNames(figure, view, across)}</g>${lines.length > 0 ? across.frame(shapes, heightPx) : ''}${labels.join('')}`;
};

/** Ticks at whole seconds of the view; `everywhere`: there is room for its label at the width of the view too. */
const ticksIn = (view: View): { readonly second: number; readonly everywhere: boolean }[] => {
  const { fromSecond, toSecond, plotWidthPx } = view;
  const span = spanOf(view);
  const [first = 0, second = span] = timeTicks(span);
  const step = second - first;
  const labelPx = (formatOffset(toSecond).length + 2) * characterPx;
  const stride = Math.max(1, Math.ceil(span / step / Math.max(1, Math.floor(plotWidthPx / labelPx))));
  const from = Math.ceil(fromSecond / step);
  return Array.from({ length: Math.floor(toSecond / step) - from + 1 }, (_, i) => ({
    second: (from + i) * step,
    everywhere: (from + i) % stride === 0,
  }));
};

/** The time axis below the last panel. Labels of the class `wide` need more room than the view has. */
export const axisSvg = (view: View, place: Place): string => {
  const ticks = ticksIn(view).map(({ second, everywhere }) => {
    const at = ` x="${place(second)}"`;
    return `<rect${at} width="1" height="4"/><text${at} y="16"${everywhere ? '' : ' class="wide"'}>${formatOffset(second)}</text>`;
  });
  const line = `<rect width="${place(view.toSecond)}" height="1"/>`;
  return `<g fill="${colour('muted')}" text-anchor="middle">${line}${ticks.join('')}</g>`;
};
