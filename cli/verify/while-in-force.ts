import { HeadroomError } from '../../errors/headroom-error.ts';

/**
 * Does what follows an apply. Where it fails or is interrupted, the error tells what is left in force, too: the words of the
 * apply itself are far above by then.
 *
 * @param left what to know of the settings that were written; undefined: none were
 */
export const whileInForce = async <Value>(
  left: string | undefined,
  work: () => Promise<Value>,
): Promise<Value> => {
  try {
    return await work();
  } catch (error) {
    if (left === undefined || !(error instanceof HeadroomError)) throw error;
    const [last, ...others] = error.details.toReversed();
    const fix = last?.fix === undefined ? left : `${last.fix}; ${left}`;
    throw new HeadroomError(error.code, [...others.toReversed(), { ...last!, fix }]);
  }
};
