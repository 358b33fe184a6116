import { join } from 'node:path';
import { bundleLibraries } from '../release/libraries.ts';

/** Before the tests of the bundles: makes them as the package ships them. vitest.config.ts puts them in the libraries' place. */
export const setup = async (): Promise<void> => {
  const root = join(import.meta.dirname, '..');
  await bundleLibraries(root, join(root, '.headroom/bundles'));
};
