import { dirname, relative, resolve } from 'node:path';
import { shellPath } from '../../errors/shell-path.ts';
import { withConfig } from '../../reports/words/with-config.ts';
import type { Run } from '../../runs/schema/run.ts';
import { configOption } from '../shared-options.ts';
import { recordedConfigFile } from './for-config.ts';
import { liesIn } from './shown-path.ts';
import { asStarted } from './started-as.ts';
import { withFolders } from './with-folders.ts';

/** Names that stand in a page as they are; an odd one would have to be escaped for the place where it stands. */
const plainName = /^[\p{L}\p{N}_./ -]+$/u;

/**
 * Where the commands of a report are typed: the working folder, as in a terminal. For a run outside of it, where the folder of
 * the runs lies: a whole path would tell more of a machine than the project.
 */
const typedInFor = (path: string): string => {
  const here = process.cwd();
  return liesIn(here, path) ? here : dirname(dirname(path));
};

/**
 * What a report says, with commands that can be typed in the working folder. For a run outside of it, they are typed beside the
 * folder of the runs. They name the run's folder as it is called, and the config of the recording, where that is here.
 */
export const withOwnNames = (
  text: string,
  { run, folder }: { readonly run: Run; readonly folder: string },
): string => {
  const path = resolve(folder);
  const typedIn = typedInFor(path);
  const name = relative(typedIn, path);
  const file = recordedConfigFile(run, folder);
  const config = file && relative(typedIn, file);
  const isNamed = config !== undefined && config !== configOption.default && plainName.test(config);
  const configured = withConfig(asStarted(text), isNamed ? shellPath(config) : undefined);
  return plainName.test(name) ? withFolders(configured, { [run.id]: name }) : configured;
};
