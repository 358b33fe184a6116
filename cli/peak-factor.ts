import { HeadroomError } from '../errors/headroom-error.ts';

/**
 * How many times as high a spike is to be.
 *
 * @throws HeadroomError E_USAGE for what is no factor above 0
 * @example peakFactorOf('2x') // 2
 */
export const peakFactorOf = (peak: string): number => {
  const factor = Number(/^(\d+(?:\.\d+)?)x?$/.exec(peak)?.[1]);
  if (factor > 0) return factor;
  throw new HeadroomError('E_USAGE', {
    what: `--peak is ${JSON.stringify(peak)}`,
    fix: 'give how many times as high the spike is to be: --peak 2x',
  });
};
