import type { Extent } from '../across.ts';

/** Which part of a figure is drawn. */
export type View = {
  readonly fromSecond: number;
  /** Not included. */
  readonly toSecond: number;
  /** Width of the plot that labels must fit into, in px. */
  readonly plotWidthPx: number;
};

/** Width of a plot on the narrowest screen, 360 px, without the room for the labels of its axis. */
const narrowestPlotPx = 260;

/** All of a figure, with labels that fit on every screen. */
export const wholeView = ({ seconds }: { readonly seconds: number }): View => ({
  fromSecond: 0,
  toSecond: Math.max(1, seconds),
  plotWidthPx: narrowestPlotPx,
});

/** What the edges of a view stand for. */
export const extentOf = ({ fromSecond, toSecond }: View): Extent => ({ from: fromSecond, to: toSecond });

/** Seconds in a view. */
export const spanOf = ({ fromSecond, toSecond }: View): number => toSecond - fromSecond;
