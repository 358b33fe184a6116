import type { Applied, WrittenField, WrittenObject } from '../../runs/schema/verification.ts';

/** What applying came to: what was there before and, where it can be taken back, each field that was written. */
export type Outcome = {
  readonly before: unknown;
  readonly object?: WrittenObject;
  readonly fields?: readonly WrittenField[];
};

/** One way to put settings into effect. */
export type Way = {
  readonly how: Applied['how'];
  /** Whether a person must have agreed: it changes something that others may use. */
  readonly needsYes: boolean;
  /** What it would do, found without changing anything. */
  readonly preview: () => Promise<string>;
  /**
   * @param keep is given what is about to be written and what stands there now, before anything is: a tool that is killed in
   *   between must not have lost it
   */
  readonly apply: (keep: (outcome: Outcome) => Promise<void>) => Promise<Outcome>;
};
