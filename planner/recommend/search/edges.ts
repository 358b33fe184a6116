import type { Candidate } from '../trials/candidates.ts';
import { type Lab, trialOf } from '../trials/lab.ts';
import { meets, type Trial } from '../trials/trial.ts';
import type { Tries } from '../trials/tries.ts';
import { tryingAll } from '../trials/try-all.ts';
import { type Bar, passes } from './bar.ts';
import type { Row } from './rows.ts';

/** Where a row turns: everything up to index `failed` fails, `passed` passes. */
export type Edge = { readonly row: Row; readonly failed: number; readonly passed: number };

/** The books on the candidate at an index of a row. */
export const trialAt = (lab: Lab, row: Row, index: number): Trial =>
  trialOf(lab, row.candidateAt(row.counts[index]!));

/** A row on the way to its edge: the index that is looked at next, and how far the next look may be from there. */
type Looking = Edge & { readonly at: number; readonly step: number };

/** By ever longer steps away from where the search began, and then by halves. */
const nextAt = ({
  row,
  failed,
  passed,
  at,
  step,
}: Omit<Looking, 'step'> & { readonly step: number }): number => {
  if (failed === -1) return Math.max(0, at - step);
  if (passed === row.counts.length) return Math.min(row.counts.length - 1, at + step);
  return Math.floor((failed + passed) / 2);
};

const isOpen = ({ failed, passed }: Edge): boolean => passed - failed > 1;

type LookOptions = {
  /** What is tried, and whether it passes. */
  readonly bar: Bar;
  readonly holds: (trial: Trial) => boolean;
  /** Whether a trial costs too much for anything that is no cheaper. */
  readonly isTooDear: (trial: Trial) => boolean;
};

/** Looks at all rows in step until each has its edge. A row is left when what fails in it is too dear already. */
function* look(lab: Lab, rows: readonly Looking[], { bar, holds, isTooDear }: LookOptions): Tries<Looking[]> {
  let all = rows;
  for (;;) {
    const open = all.filter(isOpen);
    if (open.length === 0) return [...all];
    const candidateAt = ({ row, at }: Looking): Candidate => row.candidateAt(row.counts[at]!);
    yield* tryingAll(lab, open.map(candidateAt), bar);
    all = all.flatMap((each): Looking[] => {
      if (!isOpen(each)) return [each];
      const trial = trialAt(lab, each.row, each.at);
      const isHeld = holds(trial);
      if (!isHeld && isTooDear(trial)) return [];
      const seen = { ...each, ...(isHeld ? { passed: each.at } : { failed: each.at }) };
      return [{ ...seen, at: nextAt(seen), step: 2 * each.step }];
    });
  }
}

const startedAt = (row: Row, at: number): Looking => ({
  row,
  failed: -1,
  passed: row.counts.length,
  at: Math.min(row.counts.length - 1, Math.max(0, at)),
  step: 1,
});

/**
 * The edge of each row under a gauge, but for rows that are too dear before it, and those in which nothing passes. One
 * draw leads the way: who passes the gauge will hardly fail more draws than it may, so it holds in the one that comes
 * after so many, harder ones.
 *
 * @param options.gauge its draws in order, hardest first
 * @param options.from replicas where the search begins; undefined: in the middle
 */
export function* edgesOf(
  lab: Lab,
  rows: readonly Row[],
  options: Pick<LookOptions, 'isTooDear'> & { readonly gauge: Bar; readonly from: number | undefined },
): Tries<Edge[]> {
  const { gauge, from, isTooDear } = options;
  const scout = gauge.draws[Math.max(0, Math.min(gauge.failuresMax, gauge.draws.length - 1))]!;
  const guessOf = ({ counts }: Row): number =>
    from === undefined ? Math.floor(counts.length / 2) : counts.findLastIndex((count) => count <= from);
  const scouted = yield* look(
    lab,
    rows.filter(({ counts }) => counts.length > 0).map((row) => startedAt(row, guessOf(row))),
    {
      bar: { draws: [scout], failuresMax: Number.POSITIVE_INFINITY },
      holds: ({ runs }) => meets(runs.get(scout)!),
      isTooDear,
    },
  );
  const gauged = yield* look(
    lab,
    scouted.map(({ row, passed }) => startedAt(row, passed)),
    { bar: gauge, holds: (trial) => passes(trial, gauge), isTooDear },
  );
  return gauged.filter(({ row, passed }) => passed < row.counts.length);
}
