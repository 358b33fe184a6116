import { spanOf, type View } from './view.ts';

/**
 * How seconds become places from left to right.
 */
export type Across = {
  /** Of labels and straight lines. */
  readonly place: (second: number) => string;
  /** Of a stretch of so many seconds. */
  readonly width: (seconds: number) => string;
  /** Of the corners of shapes. */
  readonly corner: (second: number) => number;
  /** The whole width. */
  readonly full: string;
  /** Puts shapes into their frame. */
  readonly frame: (shapes: string, topPx: number, heightPx: number) => string;
};

/**
 * Shares of a width that the page decides, so that one drawing serves every screen: shapes stretch, while lines and
 * labels keep their size.
 *
 * @example fluidAcross(view).place(30) // '50%', of a view of 60 seconds
 */
export const fluidAcross = (view: View): Across => {
  const share = (seconds: number): string => `${Math.round((seconds / spanOf(view)) * 1e5) / 1e3}%`;
  return {
    place: (second) => share(second - view.fromSecond),
    width: share,
    corner: (second) => second - view.fromSecond,
    full: '100%',
    frame: (shapes, topPx, heightPx) =>
      `<svg y="${topPx}" width="100%" height="${heightPx}" viewBox="0 0 ${spanOf(view)} ${heightPx}" preserveAspectRatio="none">${shapes}</svg>`,
  };
};

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** Pixels in a plot as wide as the view says: for a file of its own. */
export const fixedAcross = (view: View): Across => {
  const px = (seconds: number): number => tenths((seconds / spanOf(view)) * view.plotWidthPx);
  const corner = (second: number): number => px(second - view.fromSecond);
  return {
    place: (second) => String(corner(second)),
    width: (seconds) => String(px(seconds)),
    corner,
    full: String(view.plotWidthPx),
    frame: (shapes, topPx) => `<g transform="translate(0,${topPx})">${shapes}</g>`,
  };
};
