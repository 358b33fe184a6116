import { formatNumber } from '../../format.ts';
import type { Table } from '../figure.ts';
import { type Column, perSecondTable } from '../per-second-table.ts';
import { drawnPanels, type Lane, type Panel, type Series, type TimeFigure } from './model.ts';
import { unitFormats } from './units.ts';

/** As many digits of a latency as are ever shown. */
const digitsMost = 3;
const wholeMs = (value: number): string => formatNumber(Number(value.toPrecision(digitsMost)));

const columnOf = ({ unit }: Panel, { label, values, upTo, draw }: Series): Column => ({
  name: unit === 'millisecond' ? `${label}, ms` : label,
  values,
  ...(upTo && { upTo }),
  combine: draw === 'stack' ? 'sum' : 'largest',
  format: unit === 'millisecond' ? wholeMs : unitFormats[unit === 'perSecond' ? 'count' : unit],
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
