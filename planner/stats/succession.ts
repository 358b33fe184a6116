/**
 * The chance that the next run meets, after so many of some runs did: (met + 1) / (runs + 2).
 * Source: rule of succession, Laplace, "Essai philosophique sur les probabilités", 1814.
 *
 * @example chanceAfter(98, 98) // 0.99
 */
export const chanceAfter = (met: number, runs: number): number => (met + 1) / (runs + 2);

/**
 * How many of some runs met, from the chance that was told after them.
 *
 * @example metBehind(0.99, 98) // 98
 */
export const metBehind = (chance: number, runs: number): number =>
  Math.min(runs, Math.max(0, Math.round(chance * (runs + 2)) - 1));
