import type { CauseKind, Fact, MissingEvidence, RemedyCode } from '../../../runs/schema/result/findings.ts';
import type { Part } from '../evidence/part.ts';
import type { View } from '../evidence/view.ts';

/** One reason why requests fail, as a small pure function of what was recorded. */
export type Rule = {
  readonly cause: CauseKind;
  /** Which share of the requests of a part it explains, in 0..1: of what the rules before it have left. */
  readonly share: (part: Part, view: View) => number;
  /** What it was seen by, most telling first, beside the number of requests. */
  readonly facts: (parts: readonly Part[], view: View) => readonly Fact[];
  /** What to change, best first, where the measurements ask for other remedies than the cause by itself. */
  readonly remedies?: (parts: readonly Part[], view: View) => readonly RemedyCode[];
  /** What would tell, where the recording leaves something open. */
  readonly wouldTell?: (parts: readonly Part[], view: View) => readonly MissingEvidence[];
};

/** A rule that explains all requests of a part, or none. */
export const whole =
  (holds: (part: Part, view: View) => boolean): Rule['share'] =>
  (part, view) =>
    holds(part, view) ? 1 : 0;
