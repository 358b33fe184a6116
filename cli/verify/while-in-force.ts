import { HeadroomError } from '../../errors/headroom-error.ts';
import type { Written } from '../apply/apply-settings.ts';

/** Of a command no more is known than that it ended well. */
const leftBy = ({ how, takenBackBy }: Written): string => {
  if (how === 'command') return 'what apply.command set stays in force';
  const left = 'the advised settings stay in force';
  return takenBackBy === null ? left : `${left}: ${takenBackBy} takes them back`;
};

/**
 * Does what follows an apply. Where it fails or is interrupted, the error tells what is left in force, too: the words of the
 * apply itself are far above by then.
 *
 * @param written what was written, as far as it is still believed to be in force; undefined: nothing
 */
export const whileInForce = async <Value>(
  written: () => Written | undefined,
  work: () => Promise<Value>,
): Promise<Value> => {
  try {
    return await work();
  } catch (error) {
    const now = written();
    if (now === undefined || !(error instanceof HeadroomError)) throw error;
    const left = leftBy(now);
    const [last, ...others] = error.details.toReversed();
    const fix = last?.fix === undefined ? left : `${last.fix}; ${left}`;
    throw new HeadroomError(error.code, [...others.toReversed(), { ...last!, fix }]);
  }
};
