/**
 * How values become places from left to right, so that a drawing is made once for every width, and once in pixels.
 */
export type Across = {
  /** Of labels. */
  readonly place: (value: number) => string;
  /** Of a stretch from one value to another. */
  readonly width: (from: number, to: number) => string;
  /** Of the corners of shapes. */
  readonly corner: (value: number) => number;
  /** The whole width. */
  readonly full: string;
  /** Puts shapes into their frame. */
  readonly frame: (shapes: string, heightPx: number) => string;
};

/** What the left and the right edge stand for. */
export type Extent = { readonly from: number; readonly to: number };

/** The place of a label, as an attribute of it. */
export type Place = Across['place'];

const digits = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/**
 * Labels at shares of a width that the page decides.
 *
 * @example fluidPlace({ from: 0, to: 60 })(30) // '50%'
 */
export const fluidPlace =
  ({ from, to }: Extent): Place =>
  (value) =>
    `${digits((100 * (value - from)) / (to - from), 1)}%`;

/**
 * Shares of a width that the page decides, so that one drawing serves every screen: shapes stretch, while lines and
 * labels keep their size.
 *
 * @example fluidAcross({ from: 0, to: 60 }).place(30) // '50%'
 */
export const fluidAcross = (extent: Extent): Across => {
  const { from, to } = extent;
  const place = fluidPlace(extent);
  return {
    place,
    width: (low, high) => place(from + high - low),
    corner: (value) => digits(value - from, 3),
    full: '100%',
    frame: (shapes, heightPx) =>
      `<svg width="100%" height="${heightPx}" viewBox="0 0 ${to - from} ${heightPx}" preserveAspectRatio="none">${shapes}</svg>`,
  };
};

/** Pixels in a plot of `widthPx`: for a file of its own. */
export const fixedAcross = ({ from, to }: Extent, widthPx: number): Across => {
  const px = (part: number): number => digits((widthPx * part) / (to - from), 1);
  return {
    place: (value) => String(px(value - from)),
    width: (low, high) => String(px(high - low)),
    corner: (value) => px(value - from),
    full: String(widthPx),
    frame: (shapes) => shapes,
  };
};
