import type { SeriesColour } from '../palette.ts';
import type { PointShape } from '../point-shapes.ts';

/** Linear, from its first tick to its last. */
export type PlaneAxis = {
  /** What it measures, then its unit in plain words: the labels of the ticks have its sign, or none. At most 50 characters, to fit a phone. */
  readonly title: string;
  readonly ticks: readonly number[];
  readonly label: (value: number) => string;
};

/** Points of one kind. */
export type Cloud = {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly colour: SeriesColour;
  readonly shape: PointShape;
  /** Points that are few stand out, points that are many leave room. */
  readonly size: 'small' | 'large';
};

/** Points joined by a line. Wide curves lie behind, so that two of the same course are both seen. */
export type Curve = {
  readonly points: Cloud['points'];
  readonly colour: SeriesColour;
  readonly widthPx: number;
  readonly dash?: readonly number[];
};

/** Points over two measures; what comes last lies on top. */
export type Plane = {
  readonly kind: 'plane';
  readonly x: PlaneAxis;
  readonly y: PlaneAxis;
  readonly curves?: readonly Curve[];
  readonly clouds: readonly Cloud[];
  /** A level line with its name below its left end. */
  readonly level?: { readonly y: number; readonly name: string };
};

/** Rows of words above a bar: an interval, and a mark on it. All are shares of the row. */
export type Rows = {
  readonly kind: 'rows';
  readonly rows: readonly {
    readonly words: string;
    readonly low: number;
    readonly high: number;
    readonly mark: number;
    readonly colour: SeriesColour;
    readonly shape: PointShape;
  }[];
};

/** What a figure that is not over time draws: plain values. */
export type Drawing = Plane | Rows;
