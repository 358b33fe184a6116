import {
  type Difference,
  decidingFigures,
  type Effect,
  type InputFigure,
} from '../../runs/schema/comparison.ts';
import { medianOfValues } from '../stats/simple.ts';
import type { OutcomeValues } from './compared-figures.ts';
import { worthOf } from './worth.ts';

type Deciding = (typeof decidingFigures)[number];

/** Further runs of the base as it is, and with one input changed: run k of both has the same requests. */
type Simulated = { readonly further: readonly OutcomeValues[]; readonly changed: readonly OutcomeValues[] };

const pairsOf = ({ further, changed }: Simulated, figure: Deciding): [number, number][] =>
  changed.flatMap((run, k) => {
    const [before, after] = [further[k]?.[figure] ?? null, run[figure]];
    return before === null || after === null ? [] : [[before, after]];
  });

/** What the input adds to a figure: of shares the mean amount, of times the median factor on the measured one. */
const movedBy: Readonly<Record<Deciding, (pairs: [number, number][], base: number) => number>> = {
  errorShare: (pairs) => pairs.reduce((sum, [before, after]) => sum + after - before, 0) / pairs.length,
  p95Latency: (pairs, base) => base * (medianOfValues(pairs.map(([before, after]) => after / before)) - 1),
};

type Move = { readonly figure: Difference; readonly by: number | null };

/** What a figure's own runs have shown not to be so, no simulation can claim. */
const isOpen = ({ verdict }: Difference, by: number): boolean =>
  verdict === 'cantTell' || verdict === (by > 0 ? 'worse' : 'better');

const verdictOf = (moves: readonly Move[]): Effect['verdict'] => {
  const matter = moves.flatMap(({ figure, by }) =>
    by !== null && Math.abs(by) > worthOf(figure) && isOpen(figure, by) ? [by] : [],
  );
  if (matter.some((by) => by > 0)) return 'worse';
  return matter.length > 0 ? 'better' : 'same';
};

/**
 * What an input that differs does to the figures that decide, in simulation.
 *
 * @param figures those that decide, as measured
 */
export const effectOf = (
  of: InputFigure,
  simulated: Simulated,
  figures: Readonly<Record<Deciding, Difference>>,
): Effect => {
  const moveOf = (name: Deciding): Move => {
    const figure = figures[name];
    const pairs = pairsOf(simulated, name);
    return {
      figure,
      by: pairs.length === 0 || figure.base === null ? null : movedBy[name](pairs, figure.base),
    };
  };
  const moves = decidingFigures.map(moveOf);
  const [errorShare, p95Latency] = moves.map(({ by }) => by);
  return { of, errorShare: errorShare ?? null, p95Latency: p95Latency ?? null, verdict: verdictOf(moves) };
};
