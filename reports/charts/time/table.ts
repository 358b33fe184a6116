import { formatCount, formatNumber } from '../../format.ts';
import type { Table } from '../figure.ts';
import { type Column, perSecondTable } from '../per-second-table.ts';
import { drawnPanels, type Lane, type Panel, type Series, type TimeFigure, type Unit } from './model.ts';

/** How a table writes the numbers of each unit: what all of a column share stands above it. */
const tableFormats: Readonly<Record<Unit, (value: number) => string>> = {
  perSecond: formatCount,
  count: formatCount,
  number: (value) => formatNumber(Number(value.toFixed(1))),
  millisecond: (value) => formatNumber(Number(value.toPrecision(3))),
};

const columnOf = ({ unit }: Panel, { label, values, upTo, draw }: Series): Column => ({
  name: unit === 'millisecond' ? `${label}, ms` : label,
  values,
  ...(upTo && { upTo }),
  combine: draw === 'stack' ? 'sum' : 'largest',
  format: tableFormats[unit],
});

/** A cross in every second that has a mark. */
const laneColumn = ({ short, label, stretches }: Lane, seconds: number): Column => ({
  name: `${short} ${label}`,
  values: Array.from({ length: seconds }, (_, second) =>
    Number(stretches.some(({ from, to }) => from <= second && second < to)),
  ),
  combine: 'largest',
  format: (value) => (value > 0 ? '×' : ''),
});

/**
 * Every number of a figure, second by second: of all its panels, so that what belongs together stands in one row. After
 * the time there is one column for each entry of its legends, in their order: the script of a page relies on that.
 *
 * @param rowsMost more seconds than this share rows
 */
export const figureTable = (figure: TimeFigure, rowsMost?: number): Table =>
  perSecondTable(
    figure.seconds,
    drawnPanels(figure).flatMap((panel) =>
      panel.series.length > 0
        ? panel.series.map((series) => columnOf(panel, series))
        : panel.lanes.map((lane) => laneColumn(lane, figure.seconds)),
    ),
    rowsMost,
  );
