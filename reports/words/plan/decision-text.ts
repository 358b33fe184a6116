import type { Decision } from '../../decision.ts';

/** What is recommended, for every kind of output. */
export type DecisionText = {
  /** What to do, a sentence without its full stop. */
  readonly title: string;
  /** How well it is known: a word and a shape, so that no reader depends on the colour. */
  readonly state: {
    readonly symbol: string;
    readonly word: string;
    readonly tone: 'good' | 'bad' | 'open';
  };
  readonly sentences: readonly string[];
  /** What is to be done one after the other, where it is more than a sentence holds; without full stops. */
  readonly steps?: readonly string[];
  /** What to type next; empty where nothing is left to do. */
  readonly commands: readonly string[];
};

/** How well what is recommended is known, where no proof says it. */
export const states = {
  nextStep: { symbol: '→', word: 'next step', tone: 'open' },
  unproven: { symbol: '!', word: 'not proven yet', tone: 'open' },
  withdrawn: { symbol: '✗', word: 'refuted and withdrawn', tone: 'bad' },
  none: { symbol: '?', word: 'no advice', tone: 'open' },
  keep: { symbol: '✓', word: 'nothing to change', tone: 'good' },
} as const;

/** A decision of one kind. */
export type DecisionOf<Kind extends Decision['kind']> = Extract<Decision, { readonly kind: Kind }>;

/** Where a run lies, as the commands name it. */
export const folderOf = (id: string): string => `runs/${id}`;

/** The command that records anew. */
export const recordAgain = 'headroom test';
