import { HeadroomError } from '../../errors/headroom-error.ts';
import {
  decidedFor,
  decidedSettingsOf,
  dialects,
  isSame,
  type SettingsKey,
  withoutBoundsElsewhere,
} from '../../planner/settings/index.ts';
import type { SettingsFile } from '../../reports/report.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import { sdkFileName } from './settings-files.ts';

/**
 * Whether a file in `settings/` says other bounds or another target than the advice: it was copied from another run's folder, or
 * somebody changed it. A file names no run, so nothing else tells. One that can't be read by itself, such as one of several
 * autoscalers, is taken as it is.
 */
export const isOfOtherAdvice = ({ name, text }: SettingsFile, { policy }: PlannedSettings): boolean => {
  if (policy.kind === 'fixed' || name === sdkFileName) return false;
  const { readingOf, write } = dialects[policy.kind];
  try {
    const own = readingOf(text);
    const decided = withoutBoundsElsewhere(own, decidedSettingsOf({ policy }));
    const copy = readingOf(write(text, decidedFor(own, decided)));
    return Object.entries(own.settings).some(
      ([key, value]) => value !== undefined && !isSame(value, copy.settings[key as SettingsKey]),
    );
  } catch (error) {
    if (error instanceof HeadroomError) return false;
    throw error;
  }
};

/** What to know of such a file. */
export const otherAdviceText = (name: string): string =>
  `settings/${name} has other bounds or another target than the advice: it is of another plan, or somebody changed it.`;
