import { escapeMarkup, toText } from '../html.ts';
import { fixedAcross } from './across.ts';
import { descriptionOf, drawingSvg, drawnExtent, drawnHeightPx } from './drawing.ts';
import type { Figure, LegendEntry } from './figure.ts';
import { legendKey, legendOf, legendText } from './legend.ts';
import { pageColours, seriesColours } from './palette.ts';
import { drawnPanels, type Panel, type TimeFigure } from './time/model.ts';
import { panelHeightPx, panelSvg } from './time/panel-svg.ts';
import { axisHeightPx, axisSvg, headHeightPx, headSvg } from './time/strips.ts';
import { extentOf, type View, wholeView } from './time/view.ts';

const widthPx = 960;
const marginPx = 16;
/** Room for the labels of the axis left of a plot. */
const labelsPx = 56;
const plotPx = widthPx - 2 * marginPx - labelsPx;
const rowPx = 18;
const characterPx = 6.2;
const keyPx = 32;

/** A part of a picture, with its height. */
type Block = { readonly heightPx: number; readonly svg: string };

/** Every variable as the colour that it has in the light theme: a file has no style sheet to look it up in. */
const withColours = (svg: string): string => {
  const colours: Readonly<Record<string, { readonly light: string }>> = { ...pageColours, ...seriesColours };
  return svg.replaceAll(/var\(--(\w+)\)/g, (variable, name: string) => colours[name]?.light ?? variable);
};

const titleBlock = (title: string): Block => ({
  heightPx: rowPx + 6,
  svg: `<text y="14" font-size="14" font-weight="600" fill="var(--text)">${escapeMarkup(title)}</text>`,
});

/** The entries of a legend in rows that are full, by an estimate of their widths. */
const legendBlock = (entries: readonly LegendEntry[]): Block => {
  let [x, row] = [0, 0];
  const texts = entries.map((entry) => {
    const text = legendText(entry);
    const entryPx = keyPx + text.length * characterPx + 12;
    if (x > 0 && x + entryPx > widthPx - 2 * marginPx) [x, row] = [0, row + 1];
    const left = x;
    x += entryPx;
    return `<g transform="translate(${left},${row * rowPx})"><g transform="translate(0,4)">${toText(legendKey(entry))}</g><text x="${keyPx}" y="13" fill="var(--text)">${escapeMarkup(text)}</text></g>`;
  });
  return { heightPx: (row + 1) * rowPx + 2, svg: texts.join('') };
};

const shifted = (svg: string): string => `<g transform="translate(${labelsPx},0)">${svg}</g>`;

/** Blocks below each other as one file. */
const fileOf = (title: string, description: string, blocks: readonly Block[]): string => {
  let top = marginPx;
  const parts = blocks.map(({ heightPx, svg }) => {
    const part = `<g transform="translate(${marginPx},${top})">${svg}</g>`;
    top += heightPx;
    return part;
  });
  const heightPx = Math.ceil(top + marginPx);
  return withColours(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" role="img" font-family="system-ui,sans-serif" font-size="11">` +
      `<title>${escapeMarkup(title)}</title><desc>${escapeMarkup(description)}</desc>` +
      `<rect width="${widthPx}" height="${heightPx}" fill="var(--page)"/>${parts.join('')}</svg>\n`,
  );
};

const panelBlocks = (figure: TimeFigure, panel: Panel, view: View): Block[] => [
  titleBlock(panel.title),
  legendBlock(legendOf(panel)),
  {
    heightPx: panelHeightPx(panel) + 8,
    svg: shifted(panelSvg(figure, panel, fixedAcross(extentOf(view), plotPx))),
  },
];

/** A figure over time as a file of its own: every panel, with the moments above and the time axis below. */
export const timeFigureFile = (figure: TimeFigure): string => {
  const view = { ...wholeView(figure), plotWidthPx: plotPx };
  const across = fixedAcross(extentOf(view), plotPx);
  const panels = drawnPanels(figure);
  return fileOf(figure.title, panels.map(({ numbers }) => numbers).join(' '), [
    { heightPx: headHeightPx(figure) + 6, svg: shifted(headSvg(figure, view, across)) },
    ...panels.flatMap((panel) => panelBlocks(figure, panel, view)),
    { heightPx: axisHeightPx, svg: shifted(axisSvg(view, across.place)) },
  ]);
};

/** Any other figure as a file of its own, with its legend. */
export const figureFile = ({ id, title, numbers, legend, drawing }: Figure): string => {
  const across = fixedAcross(drawnExtent(drawing), plotPx);
  return fileOf(title, descriptionOf({ drawing, numbers }), [
    titleBlock(title),
    legendBlock(legend),
    { heightPx: drawnHeightPx(drawing), svg: shifted(drawingSvg(drawing, id, across)) },
  ]);
};
