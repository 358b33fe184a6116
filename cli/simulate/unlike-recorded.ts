import { unlikeRecording } from '../../planner/compare/unlike-recording.ts';
import { refusalOf } from '../../planner/recommend/advice/refuse.ts';
import { predictInUse } from '../../planner/recommend/capacity.ts';
import { analyze } from '../../planner/result/build-result.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Note } from '../../runs/schema/plan/notes.ts';
import { inUseRequest } from '../plan/in-use-request.ts';

/** The seed of a plan by default: its figures stand in the same words. */
const planSeed = 1;

/**
 * What to know where simulated figures of unchanged settings stand beside recorded ones, as `headroom plan` says it; none where
 * a plan would be refused, as there is nothing to hold against each other.
 */
export const unlikeRecorded = (calibration: Calibration, recording: Recording): readonly Note[] => {
  const request = inUseRequest(recording, calibration, { seed: planSeed });
  return refusalOf(request) === undefined
    ? unlikeRecording(predictInUse(request), analyze(recording).result)
    : [];
};
