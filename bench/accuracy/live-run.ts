import type { Verification } from '../../runs/schema/verification.ts';
import type { SettingName } from './proposals.ts';

/** One verified re-run, and whose settings it had. */
export type LiveRun = { readonly of: SettingName; readonly verification: Verification };

/** A service with its re-runs, or why it got no advice. */
export type LiveAssessed = {
  readonly service: string;
  readonly about: string;
  readonly runs: readonly LiveRun[];
  readonly refused: readonly string[];
};
