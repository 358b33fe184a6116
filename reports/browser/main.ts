/**
 * The light layer of script on a page that needs none: a cursor with values, zoom, series to hide, buttons to copy.
 * Bundled into the page by `reports/page/browser-script.ts`.
 */
import { carriedOf } from './carried.ts';
import { addCopyButtons } from './copy.ts';
import { addCursor } from './cursor.ts';
import { allOf, liveFigure } from './live-figure.ts';
import { addRunSwitch } from './run-switch.ts';
import { addSeriesButtons } from './series-buttons.ts';
import { readTable } from './table.ts';
import { addZoom } from './zoom.ts';

for (const element of allOf(document, 'figure.time')) {
  if (element.querySelector('.panel') === null) continue;
  const carried = carriedOf(element);
  const live = liveFigure(element, carried);
  addSeriesButtons(live);
  addRunSwitch(live);
  addZoom(live, addCursor(live, readTable(live, carried)));
}
addCopyButtons();
