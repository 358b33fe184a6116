import { carriedOf } from './carried.ts';
import { addCopyButtons } from './copy.ts';
import { addCursor } from './cursor.ts';
import { allOf, type LiveFigure, liveFigure } from './live-figure.ts';
import { addSeriesButtons } from './series-buttons.ts';
import { readTable } from './table.ts';
import { addZoom, zoomTogether } from './zoom.ts';

/**
 * The light layer of script on a page that needs none: a cursor with values, zoom, series to hide, buttons to copy.
 *
 * @param addMore what a page has beyond that, for each of its figures
 */
export const enliven = (addMore: (live: LiveFigure) => void = () => undefined): void => {
  const figures = allOf(document, 'figure.time')
    .filter((element) => element.querySelector('.panel') !== null)
    .map((element) => {
      const carried = carriedOf(element);
      const live = liveFigure(element, carried);
      addSeriesButtons(live);
      addMore(live);
      addZoom(live, addCursor(live, readTable(live, carried)));
      return live;
    });
  zoomTogether(figures);
  addCopyButtons();
};
