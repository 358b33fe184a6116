import type { Result } from '../../runs/schema/result.ts';
import type { SeriesColour } from './palette.ts';
import type { Drawing } from './plane/model.ts';
import type { PointShape } from './point-shapes.ts';

/** How a series is told apart without its colour. */
export type LegendEntry = {
  readonly label: string;
  /** Stands behind the label: how many there were. */
  readonly total?: string;
  readonly colour: SeriesColour;
  readonly mark: 'line' | 'area' | PointShape;
  readonly dash?: readonly number[];
  /** Drawn pale: a stacked part that is no failure. */
  readonly isPale?: true;
};

/** Text cells, ready to print. */
export type Table = {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

/** A part of the page that has rows: its id, and its name in a link. */
type Place = { readonly id: string; readonly title: string };

/** A chart with all that a reader needs who does not see it: how to read it, its numbers in a sentence, its rows. */
export type Figure = {
  readonly kind: 'figure';
  /** Unique in a page. */
  readonly id: string;
  readonly title: string;
  readonly howToRead: string;
  readonly numbers: string;
  readonly legend: readonly LegendEntry[];
  readonly drawing: Drawing;
  /** The rows behind it, or where the page has them: no number stands twice. */
  readonly rows: Table | Place;
};

/** In place of a figure that has nothing to draw. */
export type EmptyFigure = {
  readonly kind: 'empty';
  readonly id: string;
  readonly title: string;
  readonly why: string;
};

/** Makes one figure of a result, or says why there is nothing to show. */
export type FigureBuilder = (result: Result) => Figure | EmptyFigure;
