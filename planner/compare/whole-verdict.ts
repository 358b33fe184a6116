import {
  type Comparison,
  type Difference,
  type Effect,
  isDeciding,
  worthOf,
} from '../../runs/schema/comparison.ts';

/** Measured worse by what matters, and nobody knows whether by chance: what else became better does not outweigh it. */
const mayBeWorse = (figure: Difference): boolean => {
  const { verdict, base, compared } = figure;
  return verdict === 'cantTell' && base !== null && compared !== null && compared - base > worthOf(figure);
};

/** What a comparison comes to: see `Comparison`. Figures that don't decide have no say. */
export const wholeVerdict = (
  figures: readonly Difference[],
  effects: readonly Pick<Effect, 'verdict'>[],
): Comparison['verdict'] => {
  const deciding = figures.filter(isDeciding);
  const measured = deciding.map(({ verdict }) => verdict);
  const all = [...measured, ...effects.map(({ verdict }) => verdict)];
  if (all.includes('worse')) return 'worse';
  if (all.includes('better')) return deciding.some(mayBeWorse) ? 'cantTell' : 'better';
  return measured.every((verdict) => verdict === 'same') ? 'same' : 'cantTell';
};
