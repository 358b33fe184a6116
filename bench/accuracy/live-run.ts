import type { Verification } from '../../runs/schema/verification.ts';

/** One firing of the advised settings with arrivals of its own. */
export type LiveRun = {
  /** The peak, in times of the recorded one. */
  readonly peakFactor: number;
  /** The verdict of the run itself; null: the load did not run as planned. */
  readonly met: boolean | null;
  /** Against the prediction, which is for the recorded peak: its figures count where the factor is 1. */
  readonly verification: Verification;
};

/** A service with the firings of its advice, or why it got none. */
export type LiveAssessed = {
  readonly service: string;
  readonly about: string;
  readonly runs: readonly LiveRun[];
  readonly refused: readonly string[];
};
