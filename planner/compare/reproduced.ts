import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Refusal } from '../../runs/schema/notes.ts';
import type { Result } from '../../runs/schema/result.ts';
import { strictestErrorShare } from '../../runs/schema/run.ts';
import { figuresOfRun } from './compared-figures.ts';
import { furtherRuns } from './run-spread.ts';

/** A simulation is asked for a moment, before a plan that takes seconds. */
const quick = { requestsBudget: 600_000, least: 5, most: 20 } as const;

/** Simulated runs that fail half as often as the recorded one differ from it by chance. */
const farBelow = 2;

/**
 * Why a simulation can't be planned with: the recorded run missed the SLO by its errors, and no simulated run of the same
 * service, settings and load comes near. What failed is then nothing that the model has, and an advice would promise what the
 * recording refutes. undefined: it shows what was recorded.
 */
export const notReproduced = (calibration: Calibration, result: Result): Refusal | undefined => {
  const measuredShare = figuresOfRun(result).errorShare;
  const limit = strictestErrorShare(result.run.config);
  if (measuredShare === null || measuredShare <= limit) return undefined;
  const shares = furtherRuns(calibration, result.run, { effort: quick }).flatMap(
    ({ errorShare }) => errorShare ?? [],
  );
  const simulatedShareMost = Math.max(...shares);
  if (shares.length === 0 || simulatedShareMost > limit) return undefined;
  if (measuredShare < farBelow * simulatedShareMost) return undefined;
  return { code: 'notReproduced', measuredShare, simulatedShareMost, runs: shares.length };
};
