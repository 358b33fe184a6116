/** What a page of a long run carries beside its pictures: written by `reports/page/time-figure.ts`. */
export type Carried = {
  readonly caption: string;
  /** Every second of the table; 0 stands for the cell above. */
  readonly rows: readonly (readonly (string | 0)[])[];
  /** The paths of each panel with every second in them. */
  readonly paths: readonly (readonly string[])[];
};

/** Undefined for a short run, whose table and pictures have every second. */
export const carriedOf = (element: HTMLElement): Carried | undefined => {
  const json = element.querySelector('script')?.textContent;
  return json == null ? undefined : (JSON.parse(json) as Carried);
};
