import type { Table } from '../figure.ts';
import { perSecondTable } from '../per-second-table.ts';
import { drawnPanels, type Panel, type Series, type TimeFigure } from './model.ts';
import type { Range } from './paths.ts';
import { unitFormats } from './units.ts';

type Columns = Parameters<typeof perSecondTable>[1];

const columnsOf = (panel: Panel, series: Series): Columns => {
  const format = unitFormats[panel.unit === 'perSecond' ? 'count' : panel.unit];
  const combine = series.draw === 'stack' ? 'sum' : 'largest';
  const name = series.label;
  if (series.upTo === undefined) return [{ name, values: series.values, combine, format }];
  const [low = name, high = name] = name.split(' to ');
  return [
    { name: low, values: series.values, combine, format },
    { name: `${low.split(',')[0]}, ${high}`, values: series.upTo, combine, format },
  ];
};

/**
 * Every number of a figure, second by second: of all its panels, so that what belongs together stands in one row.
 *
 * @param range the seconds of the table; left out: all
 */
export const figureTable = (figure: TimeFigure, range: Range = { from: 0, to: figure.seconds }): Table =>
  perSecondTable(
    range,
    drawnPanels(figure).flatMap((panel) => panel.series.flatMap((series) => columnsOf(panel, series))),
  );
