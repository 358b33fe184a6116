/**
 * The light layer of script on a page that needs none: a cursor with values, zoom, series to hide, buttons to copy.
 * Bundled into the page by `reports/page/browser-script.ts`.
 */
import { addCopyButtons } from './copy.ts';
import { addCursor } from './cursor.ts';
import { liveFigure } from './live-figure.ts';
import { addRunSwitch } from './run-switch.ts';
import { addSeriesButtons } from './series-buttons.ts';
import { followInTable } from './table.ts';
import { addZoom } from './zoom.ts';

for (const element of document.querySelectorAll<HTMLElement>('figure.time')) {
  const live = liveFigure(element);
  if (live === undefined) continue;
  addSeriesButtons(live);
  addRunSwitch(live);
  addZoom(live, addCursor(live));
  followInTable(live);
}
addCopyButtons();
