import { HeadroomError } from '../../errors/headroom-error.ts';
import { notReproduced } from '../../planner/compare/reproduced.ts';
import { analyze } from '../../planner/result/build-result.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import { orAfterDemo } from '../../reports/words/demo.ts';
import { refusalLine, refusalParts } from '../../reports/words/plan/refusal.ts';
import { withConfig } from '../../reports/words/with-config.ts';
import type { Calibration } from '../../runs/schema/calibration.ts';
import { recordedConfig } from '../output/for-config.ts';

/**
 * Refuses a run that its own simulation contradicts, as `plan` and `capacity` do: what it shows of other settings would be as
 * far off. A service time that had to be assumed contradicts nothing: a change gives another one.
 *
 * @param folder as the command line names it
 * @throws HeadroomError E_NOT_ENOUGH_DATA with both figures and the run to record next
 */
export const refuseContradicted = (calibration: Calibration, recording: Recording, folder: string): void => {
  if (calibration.service.provenance === 'assumed') return;
  const { result } = analyze(recording);
  const reason = notReproduced(calibration, result);
  if (reason === undefined) return;
  throw new HeadroomError('E_NOT_ENOUGH_DATA', {
    what: `the run can’t carry a simulation of other rates and settings: it ${refusalLine(reason)}`,
    where: folder,
    fix: withConfig(
      orAfterDemo(result.run, refusalParts(reason).runNext),
      recordedConfig(result.run, folder),
    ),
  });
};
