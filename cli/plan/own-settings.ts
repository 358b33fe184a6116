import { HeadroomError } from '../../errors/headroom-error.ts';
import {
  decidedFor,
  decidedSettingsOf,
  dialects,
  type ObjectNames,
  scalingSettingsOf,
  withoutBoundsElsewhere,
  withoutTargetsElsewhere,
} from '../../planner/settings/index.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { readSettings } from '../read-settings.ts';

/** The user's own settings file, as it was before the plan. */
export type OwnSettings = {
  /** As the command line names it. */
  readonly file: string;
  readonly text: string;
};

/** @throws HeadroomError E_USAGE for a file that can't be read, and for one that holds no text in UTF-8 */
export const readOwnSettings = async (file: string): Promise<OwnSettings> => {
  const text = await readSettings(file, 'name with --settings a file that can be read');
  return { file, text };
};

/**
 * Holds that a file has the settings of an autoscaler, and a place for the target that a plan decides: asked before a search,
 * which takes long.
 *
 * @param inUse the policy that is planned from
 * @throws HeadroomError E_CONFIG for one that has not, with what is wrong and where
 */
export const demandSettings = (
  { file, text }: OwnSettings,
  inUse: Exclude<PolicySettings, { readonly kind: 'fixed' }>,
  names: ObjectNames,
): void => {
  const { readingOf, write } = dialects[inUse.kind];
  try {
    const own = readingOf(text, names);
    const decided = withoutTargetsElsewhere(
      own,
      decidedSettingsOf({ policy: inUse }),
      scalingSettingsOf({ policy: inUse }),
    );
    write(text, decidedFor(own, withoutBoundsElsewhere(own, decided)), names);
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
