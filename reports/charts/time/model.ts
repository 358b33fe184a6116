import type { GappySeries } from '../../../planner/stats/cross-correlation.ts';
import type { EmptyFigure } from '../figure.ts';
import type { SeriesColour } from '../palette.ts';

/** What the numbers of a panel count; `units.ts` has how each is written. */
export type Unit = 'perSecond' | 'count' | 'number' | 'millisecond';

/** One value for each second of the figure; null where it is unknown. Drawn as a staircase. */
export type Series = {
  /** Unique in its panel. */
  readonly label: string;
  /** Stands behind the label in the legend: how many there were. */
  readonly total?: string;
  readonly colour: SeriesColour;
  /** `stack`: on top of the stacked ones before it. `band`: the room from `values` up to `upTo`. */
  readonly draw: 'line' | 'stack' | 'band';
  readonly values: GappySeries;
  /** Upper edge of a band. */
  readonly upTo?: GappySeries;
  readonly dash?: readonly number[];
  readonly widthPx?: number;
  /** Of a stacked series: a failure. Where seconds are too many to draw, the worst one stands for its neighbours. */
  readonly isFailure?: true;
};

/** A row of marks, one for each stretch of seconds in which something happened; `to` is not included. */
export type Lane = {
  /** Stands before the row: a few letters. */
  readonly short: string;
  readonly label: string;
  /** Stands behind the label in the legend: how many there were. */
  readonly total?: string;
  readonly colour: SeriesColour;
  readonly stretches: readonly { readonly from: number; readonly to: number }[];
};

/** A limit or a target: a level line with its name. */
type Level = { readonly value: number; readonly name: string };

/** One of the charts that stand on one time axis. */
export type Panel = {
  readonly kind: 'panel';
  /** Unique in a page. */
  readonly id: string;
  readonly title: string;
  readonly howToRead: string;
  /** What it shows, in sentences with numbers. */
  readonly numbers: string;
  readonly unit: Unit;
  readonly scale: 'linear' | 'log';
  /** The first and the last are the ends of the axis; none: a panel of lanes alone. */
  readonly ticks: readonly number[];
  readonly heightPx: number;
  readonly levels: readonly Level[];
  /** Above the series. */
  readonly lanes: readonly Lane[];
  readonly series: readonly Series[];
};

/** A moment that matters in every panel. */
export type Mark = { readonly second: number; readonly label: string };

/** A stretch of seconds with a name; `to` is not included. */
type Span = { readonly from: number; readonly to: number; readonly name: string };

/** Panels on one time axis: what happened, second by second. Plain data, so that a page can carry it and draw it again. */
export type TimeFigure = {
  /** Unique in a page. */
  readonly id: string;
  readonly title: string;
  readonly seconds: number;
  readonly phases: readonly Span[];
  /** Stretches of lost telemetry. */
  readonly lost: readonly Span[];
  readonly marks: readonly Mark[];
  /** Names of the runs that are laid over each other, with which the labels of their series begin; empty for one. */
  readonly runs: readonly string[];
  readonly panels: readonly (Panel | EmptyFigure)[];
};

/** The panels that have something to draw. */
export const drawnPanels = ({ panels }: TimeFigure): Panel[] =>
  panels.filter((panel) => panel.kind === 'panel');
