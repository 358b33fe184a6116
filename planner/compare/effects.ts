import {
  type Difference,
  decidingFigures,
  type Effect,
  type InputFigure,
  isRuledOut,
  worthOf,
} from '../../runs/schema/comparison.ts';
import { medianOfValues } from '../stats/simple.ts';
import type { OutcomeValues } from './compared-figures.ts';

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

/** What an input adds to each figure that decides; null: unknown. */
type Moves = Readonly<Record<Deciding, number | null>>;

/** What a figure's own runs have shown not to be so, no simulation can claim. */
const isOpen = ({ verdict }: Difference, by: number): boolean =>
  verdict === 'cantTell' || verdict === (by > 0 ? 'worse' : 'better');

/** The figures that decide, as measured. */
type Measured = Readonly<Record<Deciding, Difference>>;

/** What an input does by simulation. */
export const simulatedMoves = (simulated: Simulated, figures: Measured): Moves => {
  const moveOf = (name: Deciding): number | null => {
    const { base } = figures[name];
    const pairs = pairsOf(simulated, name);
    return pairs.length === 0 || base === null ? null : movedBy[name](pairs, base);
  };
  return { errorShare: moveOf('errorShare'), p95Latency: moveOf('p95Latency') };
};

/** What every answer takes longer, its p95 does too: that needs no simulation. What it does to failures is not asked. */
export const addedToAnswers = (ms: number): Moves => ({ errorShare: null, p95Latency: ms });

/** What an input does to the figures that decide, and whether that matters. */
export const effectOf = (of: InputFigure, moves: Moves, figures: Measured): Effect => {
  const matter = decidingFigures.flatMap((name) => {
    const by = moves[name];
    return by !== null && Math.abs(by) > worthOf(figures[name]) && isOpen(figures[name], by) ? [by] : [];
  });
  const better = matter.length > 0 ? 'better' : 'same';
  const verdict = matter.some((by) => by > 0) ? 'worse' : better;
  const isOff = decidingFigures.some((name) => isRuledOut(figures[name], moves[name] ?? 0));
  return { of, ...moves, verdict: isOff && verdict !== 'same' ? 'cantTell' : verdict };
};
