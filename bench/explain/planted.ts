import type { CauseKind } from '../../runs/schema/result/findings.ts';

/** A cause as the explanation names it; the planter says which one it planted. */
export type Cause = CauseKind;

/** One request that the planter let fail. */
export type PlantedFailure = { readonly atMs: number; readonly outcome: string; readonly cause: Cause };

/**
 * A time in which every request of some outcome fails without reaching the planter: its listener is closed, its
 * certificate is bad, the generator stands still.
 */
export type PlantedTime = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly outcomes: readonly string[];
  readonly cause: Cause;
};

/** All that one lab let fail. */
export type Planted = {
  readonly failures: readonly PlantedFailure[];
  readonly times: readonly PlantedTime[];
};
