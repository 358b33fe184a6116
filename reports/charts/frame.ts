import { colour } from './palette.ts';

/**
 * The common frame of the charts that are not over time: one size. The page scales them to its column; the paddings
 * leave room for labels at twice their size, as they are set on a phone.
 */
export const frame = {
  width: 640,
  plotHeight: 140,
  padding: { left: 68, right: 26, top: 22, bottom: 26 },
} as const;

/** Width of the plot without its axes, in px. */
export const plotWidth = frame.width - frame.padding.left - frame.padding.right;

/** The look that all charts share. */
export const chartConfig = {
  aria: false,
  font: 'inherit',
  view: { stroke: null },
  axis: {
    domain: false,
    ticks: false,
    gridColor: colour('line'),
    labelColor: colour('muted'),
    labelFontSize: 10,
    labelPadding: 5,
    labelOverlap: false,
    labelBound: false,
    labelFlush: false,
    title: null,
  },
  text: { fontSize: 10, fill: colour('muted') },
} as const;

/** An axis' words come from `format.ts`; Vega gets them as a table to look up. */
export const labelLookup = (ticks: readonly number[], label: (value: number) => string): string =>
  `${JSON.stringify(Object.fromEntries(ticks.map((tick) => [String(tick), label(tick)])))}[datum.value]`;
