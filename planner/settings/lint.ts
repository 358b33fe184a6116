import { type ErrorDetails, HeadroomError } from '../../errors/headroom-error.ts';
import { dialects } from './dialects.ts';
import { resourceTraps } from './resource-traps.ts';
import type { Reading } from './settings.ts';
import { type SharedTrap, sharedTargetTraps } from './shared-targets.ts';

/** What a file holds: objects that were understood, with their traps, and why others were not. */
type Linted = {
  readonly readings: readonly Reading[];
  readonly refused: readonly ErrorDetails[];
  /** Those of the refusals that find no fault with the file: other rules scale the object, or its settings are read elsewhere. */
  readonly notTaken: readonly ErrorDetails[];
  /** Traps between the objects of the file. */
  readonly shared: readonly SharedTrap[];
  /** How many objects configure scaling; a file that can't be read counts as one. */
  readonly objects: number;
};

type Outcome<Value> = { readonly value: Value } | { readonly refused: readonly ErrorDetails[] };

const attempt = <Value>(run: () => Value): Outcome<Value> => {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof HeadroomError) return { refused: error.details };
    throw error;
  }
};

const valuesOf = <Value>(outcomes: readonly Outcome<Value>[]): readonly Value[] =>
  outcomes.flatMap((one) => ('value' in one ? [one.value] : []));

const refusedOf = <Value>(outcomes: readonly Outcome<Value>[]): readonly (readonly ErrorDetails[])[] =>
  outcomes.flatMap((one) => ('refused' in one ? [one.refused] : []));

/**
 * Reads every object of a file that configures scaling, whatever its dialect; the others of the file are passed over. A
 * script is in one dialect alone: that the others can't parse it is no fault.
 */
export const lintText = (text: string): Linted => {
  const parsed = Object.values(dialects).map((dialect) => attempt(() => dialect.readEach(text)));
  const parts = valuesOf(parsed);
  if (parts.length === 0)
    return { readings: [], refused: refusedOf(parsed)[0] ?? [], notTaken: [], shared: [], objects: 1 };
  const each = parts.flat();
  const outcomes = each.map(({ read }) => attempt(read));
  return {
    readings: valuesOf(outcomes),
    refused: refusedOf(outcomes).flat(),
    notTaken: refusedOf(outcomes.filter((_, i) => !each[i]!.isTaken)).flat(),
    shared: valuesOf([sharedTargetTraps, resourceTraps].map((find) => attempt(() => find(text)))).flat(),
    objects: outcomes.length,
  };
};
