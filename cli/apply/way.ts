import type { Applied, WrittenField, WrittenObject } from '../../runs/schema/verification.ts';

/** What applying came to: what was there before and, where it can be taken back, each field that was written. */
export type Outcome = {
  readonly before: unknown;
  readonly object?: WrittenObject;
  readonly fields?: readonly WrittenField[];
  /** The whole object as it was read before this write: it tells what became of an earlier one. */
  readonly live?: unknown;
  /** What is not as it was simulated and was left alone, a sentence for each. */
  readonly differences?: readonly string[];
};

/** The record of a write, kept while it is made. */
export type WriteRecord = {
  /**
   * Is given what is about to be written and what stands there now, before anything is: a tool that is killed in between, or
   * gets no answer, must not have lost it. Until the write returns, its outcome counts as open.
   */
  readonly keep: (outcome: Outcome) => Promise<void>;
  /** The write was refused as a whole: what was recorded before it holds again. */
  readonly drop: () => Promise<void>;
};

/** One way to put settings into effect. */
export type Way = {
  readonly how: Applied['how'];
  /** Whether a person must have agreed: it changes something that others may use. */
  readonly needsYes: boolean;
  /** Whether `headroom rollback` restores what was there before. */
  readonly canBeTakenBack: boolean;
  /** What it would do, found without changing anything. */
  readonly preview: () => Promise<string>;
  /** Does it, and returns once it is known to be done. */
  readonly apply: (record: WriteRecord) => Promise<Outcome>;
};
