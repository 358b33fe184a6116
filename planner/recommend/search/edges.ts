import type { Candidate } from '../trials/candidates.ts';
import { type Lab, trialOf } from '../trials/lab.ts';
import { meets, type Trial } from '../trials/trial.ts';
import type { Tries } from '../trials/tries.ts';
import { tryingAll } from '../trials/try-all.ts';
import { type Bar, decidingDraw, firstDrawOf, passes, strainIn } from './bar.ts';
import { nextIndex, type Seen } from './next-index.ts';
import type { Row } from './rows.ts';

/** Where a row turns: everything up to index `failed` fails, `passed` passes. */
export type Edge = { readonly row: Row; readonly failed: number; readonly passed: number };

/** The trial of the candidate at an index of a row. */
export const trialAt = (lab: Lab, row: Row, index: number): Trial =>
  trialOf(lab, row.candidateAt(row.counts[index]!));

/** The search of one row for its edge: the index that is looked at next, and what was seen so far, the latest last. */
type RowSearch = Edge & { readonly at: number; readonly seen: readonly Seen[] };

const isOpen = ({ failed, passed }: Edge): boolean => passed - failed > 1;

type NarrowOptions = {
  /** What is tried, and whether it passes. */
  readonly bar: Bar;
  readonly holds: (trial: Trial) => boolean;
  /** Whether a trial costs too much: then so does all that costs as much or more. */
  readonly isTooDear: (trial: Trial) => boolean;
};

/**
 * The longest step of a search, in indices of a row. The edge may be at the end of a long row, and a look there takes
 * no longer than any other.
 */
const longestStep = 16;

/**
 * Looks at all rows in step until each has its edge. A row is left when what fails in it is too dear already. Each look lies
 * between `failed` and `passed` and becomes one of both, so there are no more rounds than the longest row has candidates.
 */
function* narrow(
  lab: Lab,
  rows: readonly RowSearch[],
  { bar, holds, isTooDear }: NarrowOptions,
): Tries<RowSearch[]> {
  let all = rows;
  while (all.some(isOpen)) {
    const open = all.filter(isOpen);
    const candidateAt = ({ row, at }: RowSearch): Candidate => row.candidateAt(row.counts[at]!);
    yield* tryingAll(lab, open.map(candidateAt), bar);
    all = all.flatMap((each): RowSearch[] => {
      if (!isOpen(each)) return [each];
      const { row, at } = each;
      const trial = trialAt(lab, row, at);
      const isHeld = holds(trial);
      if (!isHeld && isTooDear(trial)) return [];
      const edge = { ...each, ...(isHeld ? { passed: at } : { failed: at }) };
      const seen = [...each.seen, { at, strain: strainIn(trial, bar) }];
      return [{ ...edge, seen, at: nextIndex({ ...edge, length: row.counts.length, longestStep }, seen) }];
    });
  }
  return [...all];
}

const startedAt = (row: Row, at: number): RowSearch => ({
  row,
  failed: -1,
  passed: row.counts.length,
  at: Math.min(row.counts.length - 1, Math.max(0, at)),
  seen: [],
});

/** The search of a row goes on above a candidate that failed in another draw, in that draw. */
const startedAbove = (
  lab: Lab,
  { row, passed: at }: Pick<Edge, 'row' | 'passed'>,
  draw: number,
): RowSearch => {
  const seen = [{ at, strain: trialAt(lab, row, at).runs.get(draw)!.hardest.strain }];
  return { row, failed: at, passed: row.counts.length, at: at + 1, seen };
};

type EdgeOptions = Pick<NarrowOptions, 'isTooDear'> & { readonly quickBar: Bar };

/**
 * Where each row turns in the draw of the quick bar that decides there. All rows are searched in one draw first. Where what
 * passes in it fails the quick bar, the search goes on above that, in the draw that is hardest for it: each round begins
 * further up in every row, so there are no more rounds than the longest row has candidates.
 */
function* turnsInOneDraw(
  lab: Lab,
  rows: readonly RowSearch[],
  { quickBar, isTooDear }: EdgeOptions,
): Tries<RowSearch[]> {
  const inOneDraw: RowSearch[] = [];
  let byDraw = new Map([[firstDrawOf(quickBar), rows]]);
  while (byDraw.size > 0) {
    const found: RowSearch[] = [];
    for (const [draw, ofDraw] of byDraw) {
      const ofThis = yield* narrow(lab, ofDraw, {
        bar: { draws: [draw], failuresMax: Number.POSITIVE_INFINITY },
        holds: ({ runs }) => meets(runs.get(draw)!),
        isTooDear,
      });
      found.push(...ofThis);
    }
    const passing = found.filter(({ row, passed }) => passed < row.counts.length);
    yield* tryingAll(
      lab,
      passing.map(({ row, passed }) => row.candidateAt(row.counts[passed]!)),
      quickBar,
    );
    const trialOfRow = ({ row, passed }: RowSearch): Trial => trialAt(lab, row, passed);
    const failing = passing.filter((each) => !passes(trialOfRow(each), quickBar));
    inOneDraw.push(...found.filter((each) => !failing.includes(each)));
    const open = failing.filter((each) => !isTooDear(trialOfRow(each)));
    const next = Map.groupBy(open, (each) => decidingDraw(trialOfRow(each), quickBar)!);
    byDraw = new Map(
      [...next].map(([draw, ofDraw]) => [draw, ofDraw.map((each) => startedAbove(lab, each, draw))]),
    );
  }
  return inOneDraw;
}

/** The edge of each row of some searches, but for rows that are too dear before it, and those in which nothing passes. */
function* edgesFrom(lab: Lab, searches: readonly RowSearch[], options: EdgeOptions): Tries<Edge[]> {
  const { quickBar, isTooDear } = options;
  const inOneDraw = yield* turnsInOneDraw(lab, searches, options);
  const found = yield* narrow(
    lab,
    inOneDraw.map(({ row, passed }) => startedAt(row, passed)),
    { bar: quickBar, holds: (trial) => passes(trial, quickBar), isTooDear },
  );
  return found.filter(({ row, passed }) => passed < row.counts.length);
}

/**
 * The edge of each row under a quick bar, but for rows that are too dear before it, and those in which nothing passes.
 *
 * @param options.quickBar its draws in order, hardest first
 * @param options.from replicas where the search begins; undefined: in the middle
 */
export const edgesOf = (
  lab: Lab,
  rows: readonly Row[],
  { from, ...options }: EdgeOptions & { readonly from: number | undefined },
): Tries<Edge[]> => {
  const guessOf = ({ counts }: Row): number =>
    from === undefined ? Math.floor(counts.length / 2) : counts.findLastIndex((count) => count <= from);
  const searches = rows.filter(({ counts }) => counts.length > 0).map((row) => startedAt(row, guessOf(row)));
  return edgesFrom(lab, searches, options);
};

/**
 * The first of a row that passes a quick bar; null if none does, or those that fail are too dear.
 *
 * @param row its first candidate is known to fail the quick bar, in the draw that decides
 */
export function* firstAbove(lab: Lab, row: Row, options: EdgeOptions): Tries<Trial | null> {
  const draw = decidingDraw(trialAt(lab, row, 0), options.quickBar)!;
  const [edge] = yield* edgesFrom(lab, [startedAbove(lab, { row, passed: 0 }, draw)], options);
  return edge === undefined ? null : trialAt(lab, row, edge.passed);
}
