import { basename, dirname, join, relative, resolve } from 'node:path';
import { shellPath } from '../../errors/shell-path.ts';
import { withConfig } from '../../reports/words/with-config.ts';
import type { Run } from '../../runs/schema/run.ts';
import { configOption } from '../shared-options.ts';
import { recordedConfigFile } from './for-config.ts';
import { withFolders } from './with-folders.ts';

/** Names that stand in a page as they are; an odd one would have to be escaped for the place where it stands. */
const plainName = /^[\p{L}\p{N}_./ -]+$/u;

/**
 * What a report says, with commands that can be typed where the folder of the runs lies. They name the run's folder as it is
 * called, and the config that the run was recorded with, where that is here. So a report says the same from wherever it is made.
 */
export const withOwnNames = (
  text: string,
  { run, folder }: { readonly run: Run; readonly folder: string },
): string => {
  const path = resolve(folder);
  const typedIn = dirname(dirname(path));
  const name = join(basename(dirname(path)), basename(path));
  const file = recordedConfigFile(run, folder);
  const config = file && relative(typedIn, file);
  const isNamed = config !== undefined && config !== configOption.default && plainName.test(config);
  const configured = withConfig(text, isNamed ? shellPath(config) : undefined);
  return plainName.test(name) ? withFolders(configured, { [run.id]: name }) : configured;
};
