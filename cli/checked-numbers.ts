import { HeadroomError } from '../errors/headroom-error.ts';

/**
 * The seed of the command line; undefined where none is given.
 *
 * @throws HeadroomError E_USAGE for what is no whole number
 */
export const checkSeed = <Seed extends number | undefined>(seed: Seed): Seed => {
  if (seed === undefined || Number.isSafeInteger(seed)) return seed;
  throw new HeadroomError('E_USAGE', {
    what: `--seed is ${seed}`,
    fix: 'give a whole number: --seed 1',
  });
};

/**
 * A price of the command line, in any currency; undefined where none is given.
 *
 * @throws HeadroomError E_USAGE for what is no price
 */
export const checkPrice = <Price extends number | undefined>(flag: string, price: Price): Price => {
  if (price === undefined || (Number.isFinite(price) && price >= 0)) return price;
  throw new HeadroomError('E_USAGE', {
    what: `${flag} is ${price}`,
    fix: `give a number that is not below 0: ${flag} 0.25`,
  });
};

/**
 * A number of things that are whole, such as replicas; undefined where none is given.
 *
 * @throws HeadroomError E_USAGE for what is no whole number of at least 1
 */
export const checkCount = <Count extends number | undefined>(
  flag: string,
  count: Count,
  example: { readonly of: string; readonly count: number },
): Count => {
  if (count === undefined || (Number.isInteger(count) && count >= 1)) return count;
  throw new HeadroomError('E_USAGE', {
    what: `${flag} is ${count}`,
    fix: `give a whole number of ${example.of}: ${flag} ${example.count}`,
  });
};
