import type { Difference } from '../../runs/schema/comparison.ts';

/** From which amount on a difference matters, in the figure's unit. */
export const worthOf = ({ tolerance, base }: Pick<Difference, 'tolerance' | 'base'>): number =>
  tolerance.by === 'amount' ? tolerance.value : tolerance.value * (base ?? 0);
