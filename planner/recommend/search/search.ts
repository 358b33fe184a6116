import type { Candidate } from '../trials/candidates.ts';
import type { Lab } from '../trials/lab.ts';
import { costOf, failuresOf, type Trial } from '../trials/trial.ts';
import { foundBy, type Tries } from '../trials/tries.ts';
import { tryingAll } from '../trials/try-all.ts';
import { affordableIn } from './affordable.ts';
import { asHardFor, type Bar, failedOf, firstDrawOf, passes, quickBarOf } from './bar.ts';
import { type Edge, edgesOf, trialAt } from './edges.ts';
import { fixedRow, neighbourRows, type Row, type Space, scalingRows, variantRows } from './rows.ts';

/*
 * How the cheapest candidate is found. A bar (`bar.ts`) is what a candidate must pass: some draws of the worlds, with at
 * most so many failures. A quick bar is the hardest few of these draws: nearly all candidates that fail, fail there.
 *
 *   1. Candidates that differ in one number of replicas form a row (`rows.ts`). Along a row failures fall and cost rises,
 *      so its cheapest candidate that passes stands at its edge: what is below fails, what is above passes.
 *   2. Rows are searched in waves. Of each row only the part is looked at that may still be cheaper than the best so far
 *      (`affordable.ts`).
 *   3. The edge of each row is found under the quick bar: first in one draw, then in all of its draws (`edges.ts`).
 *      Each look interpolates between the ones before (`next-index.ts`).
 *   4. The candidates at the edges are tried under the whole bar, cheapest first. Where one fails, the search goes up its
 *      row, until one passes or is dearer than one that passed: `passingIn` below.
 *   5. `search` does so for fixed numbers, targets, variants of the knobs, and what is around the best of those.
 *
 * What passed is then proven on draws that the search has not seen (`prove.ts`), settings that need not change are put
 * back (`keep.ts`), and one is taken (`choose.ts`). `find.ts` begins it all.
 */

/**
 * A candidate that saves less than this share of the cost on a few draws is not simulated in all: no setting is worth
 * turning for it.
 */
const savingLeast = 0.005;

/** Rows that are searched side by side, sharing the making of requests. */
const rowsAtOnce = 4;

/** Ratio of two costs, on the draws that both were tried in. */
const costRatio = (trial: Trial, to: Trial, draws: readonly number[]): number => {
  const common = draws.filter((draw) => trial.runs.has(draw) && to.runs.has(draw));
  return costOf(trial, common) / costOf(to, common);
};

/** Those that pass the whole bar, cheapest first; the first found wins a tie. */
const ranked = (passed: readonly Trial[], { draws }: Bar): Trial[] =>
  [...new Set(passed)].toSorted((a, b) => costOf(a, draws) - costOf(b, draws));

/** The bars of a search, and what passed so far, cheapest first. */
type Ranking = { readonly bar: Bar; readonly quickBar: Bar; readonly passed: readonly Trial[] };

/** Whether a candidate may still turn out cheaper than the cheapest that passed. */
const maySave = (trial: Trial, { quickBar, passed }: Omit<Ranking, 'bar'>): boolean =>
  passed[0] === undefined || costRatio(trial, passed[0], quickBar.draws) < 1 - savingLeast;

/** The next of a row that holds where this one failed, if it may still turn out cheaper than what passed. */
function* nextThatHolds(lab: Lab, { row, failed, passed: from }: Edge, ranking: Ranking): Tries<Edge | null> {
  const { bar } = ranking;
  const failedIn = failedOf(trialAt(lab, row, from), bar);
  for (let passed = from + 1; passed < row.counts.length; passed++) {
    const [trial] = yield* tryingAll(lab, [row.candidateAt(row.counts[passed]!)], failedIn);
    if (!maySave(trial!, { quickBar: bar, passed: ranking.passed })) return null;
    if (failuresOf(trial!, failedIn.draws) <= bar.failuresMax) return { row, failed, passed };
  }
  return null;
}

/**
 * Rows up to this many times as dear as the cheapest are tried together. Dearer ones wait: once the cheapest passes,
 * most of them are out.
 */
const triedTogether = 1.25;

/** Those that are about as cheap as the first one, and the others. */
const byCost = (lab: Lab, edges: readonly Edge[], { bar }: Ranking): { near: Edge[]; far: Edge[] } => {
  const trialOfEdge = ({ row, passed }: Edge): Trial => trialAt(lab, row, passed);
  const isFar = (edge: Edge): boolean =>
    costRatio(trialOfEdge(edge), trialOfEdge(edges[0]!), bar.draws) > triedTogether;
  return { near: edges.filter((edge) => !isFar(edge)), far: edges.filter(isFar) };
};

/**
 * Goes up each row until a candidate passes the whole bar, or is dearer than one that does. Each round closes at
 * least the first open row or goes up in it, so there are no more rounds than candidates in all rows.
 *
 * @param edges cheapest first
 */
function* passingIn(lab: Lab, edges: readonly Edge[], ranking: Ranking): Tries<Trial[]> {
  const { bar } = ranking;
  let passed = [...ranking.passed];
  let open = [...edges];
  while (open.length > 0) {
    const { near, far } = byCost(lab, open, ranking);
    const trials = yield* tryingAll(
      lab,
      near.map((edge) => edge.row.candidateAt(edge.row.counts[edge.passed]!)),
      bar,
    );
    passed = ranked([...passed, ...trials.filter((trial) => passes(trial, bar))], bar);
    open = [];
    for (const edge of near.filter((_, i) => !passes(trials[i]!, bar))) {
      const higher = yield* nextThatHolds(lab, edge, { ...ranking, passed });
      if (higher !== null) open.push(higher);
    }
    const now = { ...ranking, passed };
    open.push(...far.filter(({ row, passed: at }) => maySave(trialAt(lab, row, at), now)));
  }
  return passed;
}

/** Waves of rows, each evenly spaced over all rows: the first wave finds a cost that rules out most of the others. */
const wavesOf = (rows: readonly Row[]): Row[][] => {
  const count = Math.ceil(rows.length / rowsAtOnce);
  return Array.from({ length: count }, (_, wave) => rows.filter((_, i) => i % count === wave));
};

/** What of the rows may still turn out cheaper than the cheapest that passed. */
function* promisingIn(
  lab: Lab,
  rows: readonly Row[],
  { quickBar, best }: { readonly quickBar: Bar; readonly best: Trial | undefined },
): Tries<readonly Row[]> {
  if (best === undefined) return rows;
  const draw = firstDrawOf(quickBar);
  const costMost = (1 - savingLeast) * costOf(best, [draw]);
  return yield* affordableIn(lab, rows, { draw, costMost });
}

type RowsOptions = Pick<Ranking, 'bar' | 'passed'> & {
  /** Where the search of each row begins: at this number of replicas. By default at that of the best. */
  readonly from?: number | undefined;
};

/** All candidates that pass in any of the rows or passed before, cheapest first. Those that are clearly dearer are left out. */
function* searchingRows(
  lab: Lab,
  rows: readonly Row[],
  { bar, passed: before, from }: RowsOptions,
): Tries<Trial[]> {
  let passed = [...before];
  for (const wave of wavesOf(rows)) {
    const [best] = passed;
    const hardest = best === undefined ? bar : asHardFor(best, bar);
    const quickBar = quickBarOf(hardest);
    const isTooDear = (trial: Trial): boolean => !maySave(trial, { quickBar, passed });
    const promising = yield* promisingIn(lab, wave, { quickBar, best });
    const begin = from ?? best?.candidate.minReplicas;
    const edges = yield* edgesOf(lab, promising, { quickBar, from: begin, isTooDear });
    const cheapEnough = edges
      .map((edge) => ({ edge, trial: trialAt(lab, edge.row, edge.passed) }))
      .filter(({ trial }) => !isTooDear(trial))
      .toSorted((a, b) => costOf(a.trial, quickBar.draws) - costOf(b.trial, quickBar.draws))
      .map(({ edge }) => edge);
    if (cheapEnough.length > 0)
      passed = yield* passingIn(lab, cheapEnough, { bar: hardest, quickBar, passed });
  }
  return passed;
}

/** Searches rows at once: see `searchingRows`. */
export const searchRows = (lab: Lab, rows: readonly Row[], options: RowsOptions): Trial[] =>
  foundBy(lab.state, searchingRows(lab, rows, options));

/**
 * The first of a row that passes the whole bar; null if none does.
 *
 * @param options.from where its search begins
 */
export function* leastPassing(
  lab: Lab,
  row: Row,
  { bar, from }: { readonly bar: Bar; readonly from: number },
): Tries<Candidate | null> {
  const [least] = yield* searchingRows(lab, [row], { bar, passed: [], from });
  return least?.candidate ?? null;
}

/** Whether a candidate leaves the autoscaler anything to do. */
export const isScaling = ({ candidate: { minReplicas, maxReplicas } }: Trial): boolean =>
  minReplicas < maxReplicas;

type SearchOptions = {
  /** Fixed numbers up to this one are known to fail, and so is an autoscaler that has no more than that. */
  readonly fixedAbove?: number;
  readonly onRound?: (share: number) => void;
};

/**
 * The candidates that pass the bar, cheapest first: the least fixed number, then every target with its least minimum,
 * then the variants of the policy's own knobs, then what is around the best of those. Empty if none passes.
 */
export const search = (
  lab: Lab,
  space: Space,
  bar: Bar,
  { fixedAbove = 0, onRound = () => {} }: SearchOptions = {},
): readonly Trial[] => {
  if (bar.failuresMax < 0) return [];
  onRound(0);
  const fixed = searchRows(lab, [fixedRow(space, fixedAbove)], { bar, passed: [] });
  const fixedReplicas = fixed[0]?.candidate.minReplicas ?? space.replicasMost;
  onRound(0.1);
  const scaling = searchRows(lab, scalingRows(space, fixedReplicas), { bar, passed: fixed });
  onRound(0.4);
  const variants = variantRows(space, fixedReplicas, scaling.find(isScaling)?.candidate);
  const varied = searchRows(lab, variants, { bar, passed: scaling });
  const [best] = varied;
  if (best === undefined) return [];
  onRound(0.7);
  return searchRows(lab, neighbourRows(space, best.candidate), { bar, passed: varied });
};
