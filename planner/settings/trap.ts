/** Something in a settings file that its platform refuses, ignores or takes otherwise than the writer meant. */
export type Trap = {
  readonly rule: string;
  /** `error`: refused or without effect. `warning`: works, but seldom as meant. */
  readonly level: 'error' | 'warning';
  /** What it is, with the values seen. */
  readonly what: string;
  /** What to do about it. */
  readonly fix: string;
};

/** A rule's trap if it is sprung. */
export const trapIf = (isSprung: boolean, trap: Trap): readonly Trap[] => (isSprung ? [trap] : []);
