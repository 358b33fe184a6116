/** Lines of the benchmark of a run: the median, every round, the goal, and whether it holds. */
import { figure, medianOf } from '../print.ts';

/** What a figure must be. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number };

const goalText = (goal: Goal, value: number): string => {
  const [sign, limit, holds] =
    'atLeast' in goal
      ? ['>=', goal.atLeast, value >= goal.atLeast]
      : ['<=', goal.atMost, value <= goal.atMost];
  return `goal ${sign} ${limit}: ${holds ? 'held' : 'MISSED'}`;
};

/** Prints one figure; without a goal it is there to compare with. */
export const goalRow = (name: string, rounds: readonly number[], goal?: Goal): void => {
  const value = medianOf(rounds);
  const all = rounds.length > 1 ? ` (${rounds.map(figure).join(' ')})` : '';
  const line = `${name.padEnd(60)} ${figure(value).padStart(8)}${all}`;
  console.log(goal === undefined ? line : `${line}  ${goalText(goal, value)}`);
};
