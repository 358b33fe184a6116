import { readFile } from 'node:fs/promises';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { type DialectName, dialects, type ObjectNames } from '../../planner/settings/index.ts';

/** The user's own settings file, as it was before the plan. */
export type OwnSettings = {
  /** As the command line names it. */
  readonly file: string;
  readonly text: string;
};

/** @throws HeadroomError E_USAGE for a file that can't be read */
export const readOwnSettings = async (file: string): Promise<OwnSettings> => {
  try {
    return { file, text: await readFile(file, 'utf8') };
  } catch (cause) {
    throw new HeadroomError('E_USAGE', {
      what: `your settings file can't be read: ${messageOf(cause)}`,
      where: file,
      fix: 'name an existing file with --settings',
      cause,
    });
  }
};

/**
 * Holds that a file has the settings of an autoscaler: asked before a search, which takes long.
 *
 * @throws HeadroomError E_CONFIG for one that has not, with what is wrong and where
 */
export const demandSettings = (
  { file, text }: OwnSettings,
  dialect: DialectName,
  names: ObjectNames,
): void => {
  try {
    dialects[dialect].readingOf(text, names);
  } catch (error) {
    if (!(error instanceof HeadroomError)) throw error;
    throw new HeadroomError(
      error.code,
      error.details.map((detail) => ({
        ...detail,
        where: detail.where === undefined ? file : `${file}, ${detail.where}`,
      })),
    );
  }
};
