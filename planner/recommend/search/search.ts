import type { Candidate } from '../trials/candidates.ts';
import { type Lab, trialOf } from '../trials/lab.ts';
import { costOf, failuresOf, type Trial } from '../trials/trial.ts';
import { tryAll } from '../trials/try-all.ts';
import { fixedRow, neighbourRows, type Row, type Space, scalingRows, variantRows } from './rows.ts';

/** What a candidate must pass: all draws, the hardest first, with at most so many failures. */
export type Bar = { readonly draws: readonly number[]; readonly failuresMax: number };

/** Beyond the failures allowed, so many of the hardest draws decide where a full trial is worth it. */
const gaugeSpare = 2;

/** What the cost on few draws may be off: candidates that are dearer by less are simulated in full. */
const contenderSlack = 0.03;

/** Rows whose full trials run side by side, sharing the making of requests. */
const rowsAtOnce = 3;

/** The draws in order of what they do to a candidate at the edge, hardest first. */
export const barFor = (lab: Lab, probe: Candidate, { draws, failuresMax }: Bar): Bar => {
  const [{ runs } = trialOf(lab, probe)] = tryAll(lab, [probe], { draws });
  const strain = (draw: number): number => runs.get(draw)!.hardest.strain;
  return {
    draws: draws.toSorted((a, b) => strain(b) - strain(a) || a - b),
    failuresMax,
  };
};

/** The part of a bar that most candidates fail at, if they fail. */
export const gaugeOf = ({ draws, failuresMax }: Bar): Bar => ({
  draws: draws.slice(0, failuresMax + 1 + gaugeSpare),
  failuresMax,
});

/** Whether a trial was seen in every draw of the bar and failed no more often than it allows. */
export const passes = (trial: Trial, { draws, failuresMax }: Bar): boolean =>
  failuresOf(trial, draws) <= failuresMax && draws.every((draw) => trial.runs.has(draw));

/** Where a row turns: everything up to index `failed` fails, `passed` passes as far as it was tried. */
type Edge = { readonly row: Row; readonly failed: number; readonly passed: number };

const trialAt = (lab: Lab, row: Row, index: number): Trial =>
  trialOf(lab, row.candidateAt(row.counts[index]!));

/** Bisects all rows in step, so that the candidates of one round share their requests. */
const bisectRows = (lab: Lab, rows: readonly Row[], gauge: Bar): Edge[] => {
  let edges: Edge[] = rows.map((row) => ({ row, failed: -1, passed: row.counts.length }));
  for (;;) {
    const open = edges.filter(({ failed, passed }) => passed - failed > 1);
    if (open.length === 0) return edges;
    const middleOf = ({ failed, passed }: Edge): number => Math.floor((failed + passed) / 2);
    tryAll(
      lab,
      open.map((edge) => edge.row.candidateAt(edge.row.counts[middleOf(edge)]!)),
      gauge,
    );
    edges = edges.map((edge) => {
      if (edge.passed - edge.failed <= 1) return edge;
      const middle = middleOf(edge);
      return passes(trialAt(lab, edge.row, middle), gauge)
        ? { ...edge, passed: middle }
        : { ...edge, failed: middle };
    });
  }
};

/** On the same draws, as far as both have them. */
const costRatio = (trial: Trial, to: Trial, draws: readonly number[]): number => {
  const common = draws.filter((draw) => trial.runs.has(draw) && to.runs.has(draw));
  return costOf(trial, common) / costOf(to, common);
};

/** Those that pass the whole bar, cheapest first; the first found wins a tie. */
const ranked = (passed: readonly Trial[], { draws }: Bar): Trial[] =>
  [...new Set(passed)].toSorted((a, b) => costOf(a, draws) - costOf(b, draws));

type Settling = { readonly bar: Bar; readonly gauge: Bar; readonly passed: readonly Trial[] };

/** Whether a candidate may still turn out cheaper than the cheapest that passed. */
const isContender = (trial: Trial, { gauge, passed }: Settling): boolean =>
  passed[0] === undefined || costRatio(trial, passed[0], gauge.draws) < 1 + contenderSlack;

/** Goes up each row until a candidate passes the whole bar, or has become dearer than one that does. */
const settleRows = (lab: Lab, edges: readonly Edge[], settling: Settling): Trial[] => {
  const { bar, gauge } = settling;
  const candidateAt = ({ row, passed }: Edge): Candidate => row.candidateAt(row.counts[passed]!);
  let passed = [...settling.passed];
  let open = edges;
  while (open.length > 0) {
    const trials = tryAll(lab, open.map(candidateAt), bar);
    passed = ranked([...passed, ...trials.filter((trial) => passes(trial, bar))], bar);
    const next = open
      .filter((edge, i) => !passes(trials[i]!, bar) && edge.passed + 1 < edge.row.counts.length)
      .map((edge) => ({ ...edge, passed: edge.passed + 1 }));
    const gauged = tryAll(lab, next.map(candidateAt), gauge);
    open = next.filter((_, i) => isContender(gauged[i]!, { ...settling, passed }));
  }
  return passed;
};

/** All that pass in any of the rows or passed before, cheapest first: but for those that are clearly dearer. */
export const searchRows = (
  lab: Lab,
  rows: readonly Row[],
  { bar, passed: before }: Pick<Settling, 'bar' | 'passed'>,
): Trial[] => {
  const gauge = gaugeOf(bar);
  const promising = bisectRows(lab, rows, gauge)
    .filter(({ row, passed }) => passed < row.counts.length)
    .map((edge) => ({ edge, trial: trialAt(lab, edge.row, edge.passed) }))
    .toSorted((a, b) => costOf(a.trial, gauge.draws) - costOf(b.trial, gauge.draws));
  let passed = [...before];
  for (let i = 0; i < promising.length; i += rowsAtOnce) {
    // The edge of a row is the cheapest that it can have: beyond a dearer one nothing is to be found.
    const settling = { bar, gauge, passed };
    const wave = promising.slice(i, i + rowsAtOnce).filter(({ trial }) => isContender(trial, settling));
    if (wave.length === 0) break;
    passed = settleRows(
      lab,
      wave.map(({ edge }) => edge),
      settling,
    );
  }
  return passed;
};

/** The first of a row that passes the whole bar; null if none does. */
export const leastPassing = (lab: Lab, row: Row, bar: Bar): Candidate | null =>
  searchRows(lab, [row], { bar, passed: [] })[0]?.candidate ?? null;

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
