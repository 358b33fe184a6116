import type { Candidate } from './candidates.ts';
import { failuresAllowed } from './chance.ts';
import { type Lab, trialOf, tryAll } from './lab.ts';
import { firstRows, type Row, rowOfMaxima, type Space, secondRows } from './rows.ts';
import { costOf, failuresOf, type Trial } from './trial.ts';

/** What a candidate must pass: all draws, the hardest first, with at most so many failures. */
export type Bar = { readonly draws: readonly number[]; readonly failuresMax: number };

/** Beyond the failures allowed, so many of the hardest draws decide where a full trial is worth it. */
const gaugeSpare = 2;

/** Rows whose full trials run side by side, sharing the making of requests. */
const rowsAtOnce = 3;

/** The draws in order of what they do to a candidate at the edge, hardest first. */
export const barFor = (lab: Lab, probe: Candidate, confidence: number): Bar => {
  const all = lab.worlds.map((_, draw) => draw);
  const [{ runs } = trialOf(lab, probe)] = tryAll(lab, [probe], { draws: all });
  const strain = (draw: number): number => runs.get(draw)!.strain;
  return {
    draws: all.toSorted((a, b) => strain(b) - strain(a) || a - b),
    failuresMax: failuresAllowed(all.length, confidence),
  };
};

/** The part of a bar that most candidates fail at, if they fail. */
export const gaugeOf = ({ draws, failuresMax }: Bar): Bar => ({
  draws: draws.slice(0, failuresMax + 1 + gaugeSpare),
  failuresMax,
});

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

/** Goes up each row until a candidate passes the whole bar, or has become dearer than one that does. */
const settleRows = (
  lab: Lab,
  edges: readonly Edge[],
  options: { bar: Bar; gauge: Bar; best: Trial | null },
): Trial | null => {
  const { bar, gauge } = options;
  let { best } = options;
  let open = edges;
  while (open.length > 0) {
    tryAll(
      lab,
      open.map(({ row, passed }) => row.candidateAt(row.counts[passed]!)),
      bar,
    );
    for (const { row, passed } of open) {
      const trial = trialAt(lab, row, passed);
      if (passes(trial, bar) && isCheaper(trial, best, bar.draws)) best = trial;
    }
    const next = open
      .filter(({ row, passed }) => !passes(trialAt(lab, row, passed), bar) && passed + 1 < row.counts.length)
      .map((edge) => ({ ...edge, passed: edge.passed + 1 }));
    tryAll(
      lab,
      next.map(({ row, passed }) => row.candidateAt(row.counts[passed]!)),
      gauge,
    );
    open = next.filter(({ row, passed }) => isCheaper(trialAt(lab, row, passed), best, gauge.draws));
  }
  return best;
};

/** On the same draws, as far as both have them; the first found wins a tie. */
const isCheaper = (trial: Trial, than: Trial | null, draws: readonly number[]): boolean => {
  if (than === null) return true;
  const common = draws.filter((draw) => trial.runs.has(draw) && than.runs.has(draw));
  return common.length > 0 && costOf(trial, common) < costOf(than, common);
};

/** The cheapest that passes in any of the rows, or the best so far if that is cheaper. */
const searchRows = (lab: Lab, rows: readonly Row[], bar: Bar, bestBefore: Trial | null): Trial | null => {
  const gauge = gaugeOf(bar);
  const promising = bisectRows(lab, rows, gauge)
    .filter(({ row, passed }) => passed < row.counts.length)
    .map((edge) => ({ edge, trial: trialAt(lab, edge.row, edge.passed) }))
    .toSorted((a, b) => costOf(a.trial, gauge.draws) - costOf(b.trial, gauge.draws));
  let best = bestBefore;
  for (let i = 0; i < promising.length; i += rowsAtOnce) {
    // The edge of a row is the cheapest that it can have: beyond a dearer one nothing is to be found.
    const wave = promising
      .slice(i, i + rowsAtOnce)
      .filter(({ trial }) => isCheaper(trial, best, gauge.draws));
    if (wave.length === 0) break;
    best = settleRows(
      lab,
      wave.map(({ edge }) => edge),
      { bar, gauge, best },
    );
  }
  return best;
};

/**
 * The cheapest candidate that passes the bar: every target with its least minimum, then the neighbourhood of the
 * best, then its least maximum. null if none passes.
 */
export const search = (lab: Lab, space: Space, bar: Bar, onRound: (share: number) => void): Trial | null => {
  if (bar.failuresMax < 0) return null;
  onRound(0);
  const first = searchRows(lab, firstRows(space), bar, null);
  if (first === null) return null;
  onRound(0.5);
  const second = searchRows(lab, secondRows(space, first.candidate), bar, first) ?? first;
  onRound(0.8);
  return searchRows(lab, [rowOfMaxima(second.candidate)], bar, second) ?? second;
};
