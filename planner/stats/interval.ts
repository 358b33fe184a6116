/**
 * An estimate with its uncertainty. `low <= mid <= high`, all in the unit that the field's name carries;
 * `confidence` is the share (0..1) of repetitions in which [low, high] would cover the truth.
 */
export type Interval = {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
  readonly confidence: number;
};

/** A refusal to conclude: what was needed, what there was. A value, not an exception. */
export type NotEnoughData = { readonly kind: 'notEnoughData'; readonly need: string; readonly have: string };

export type Estimate = Interval | NotEnoughData;

/** Where a model input comes from; the report prints it beside the number. */
export type Provenance = 'documented' | 'measured' | 'assumed';

export const notEnoughData = (need: string, have: string): NotEnoughData => ({
  kind: 'notEnoughData',
  need,
  have,
});

export const isInterval = (estimate: Estimate): estimate is Interval => 'mid' in estimate;
