import type { ArgumentsCamelCase } from 'yargs';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { calibrate } from '../../planner/calibrate/calibrate.ts';
import { notReproduced } from '../../planner/compare/reproduced.ts';
import { beganOtherwise, unlikeRecording } from '../../planner/compare/unlike-recording.ts';
import { idleReplicasIn, idleWarnings } from '../../planner/live/idle.ts';
import { refusalOf } from '../../planner/recommend/advice/refuse.ts';
import { capacityOf } from '../../planner/recommend/capacity.ts';
import { analyze } from '../../planner/result/build-result.ts';
import { lacksEnd } from '../../planner/result/cut.ts';
import { renderCapacity } from '../../reports/capacity-terminal.ts';
import { assembleReport, planFor } from '../../reports/report.ts';
import { orAfterDemo } from '../../reports/words/demo.ts';
import { refusalLine, refusalParts } from '../../reports/words/plan/refusal.ts';
import { heldRatesTold } from '../../reports/words/run/held-rates.ts';
import { withConfig } from '../../reports/words/with-config.ts';
import { isCertain } from '../../runs/schema/plan/standing.ts';
import type { HeldRates } from '../../runs/schema/result/held-rates.ts';
import type { Result } from '../../runs/schema/result.ts';
import { recordedConfig } from '../output/for-config.ts';
import { nextAfterLook, nextLine } from '../output/next-command.ts';
import { printAnswer, printNote } from '../output/print.ts';
import { inUseRequest } from '../plan/in-use-request.ts';
import { readPlanFiles } from '../read-plan-files.ts';
import { readRecording } from '../read-recording.ts';
import { refuseWhileFired } from '../refuse-while-fired.ts';

/** What the command line of `headroom capacity` says, by the names of its options. */
export type CapacityArguments = {
  readonly run: string;
  readonly confidence: number | undefined;
  readonly seed: number;
  readonly json: boolean;
};

/** @throws HeadroomError E_NOT_ENOUGH_DATA where the run can't carry a simulation; what it measured is told all the same */
const refuseUnfit = (
  asked: Parameters<typeof refusalOf>[0],
  {
    result,
    measured,
    folder,
  }: {
    readonly result: Result;
    readonly measured: HeldRates | null;
    readonly folder: string;
  },
): void => {
  const contradiction = notReproduced(asked.calibration, result);
  const reasons = refusalOf(asked)?.reasons ?? (contradiction && [contradiction]);
  if (reasons === undefined) return;
  const lacks = reasons.map((reason) => `it ${refusalLine(reason)}`).join('; ');
  throw new HeadroomError('E_NOT_ENOUGH_DATA', {
    what:
      measured === null
        ? `the run can’t show how much load the settings hold: ${lacks}`
        : `measured: ${heldRatesTold(measured)} The run can’t carry a simulation of other rates and settings: ${lacks}`,
    where: folder,
    fix: withConfig(
      orAfterDemo(result.run, reasons.map((reason) => refusalParts(reason).runNext).join('; ')),
      recordedConfig(result.run, folder),
    ),
  });
};

/**
 * `headroom capacity`: how much load the settings in use hold, those of an advice that lies in the folder, and Azure ML's
 * formula. What a staircase or a ramp measured comes first.
 *
 * @throws HeadroomError E_RUN_FOLDER, E_USAGE, E_NOT_ENOUGH_DATA
 */
export const runCapacity = async (args: ArgumentsCamelCase<CapacityArguments>): Promise<void> => {
  await refuseWhileFired([args.run]);
  const recording = await readRecording(args.run);
  const { files, notes } = await readPlanFiles(args.run);
  const { run } = recording;
  const plan = planFor(recording, files);
  for (const note of [...notes, ...plan.notes]) printNote(note);
  const calibration = plan.files.calibration ?? calibrate([recording]);
  const request = inUseRequest(recording, calibration, args);
  const { load, current } = request;
  const { result } = analyze(recording);
  const measured = result.heldRates ?? null;
  refuseUnfit({ calibration, load, current }, { result, measured, folder: args.run });
  const { advice } = plan.files;
  const certain = advice !== undefined && isCertain(advice) ? advice : undefined;
  const { headroom, inUse } = capacityOf(request, certain?.settings ?? null);
  const next = nextLine(nextAfterLook(assembleReport(result, files, notes), args.run));
  const told = {
    measured,
    runId: run.id,
    isCut: lacksEnd(result),
    warnings: [
      ...calibration.warnings,
      ...beganOtherwise(inUse.settings.policy, result),
      ...unlikeRecording(inUse, result),
      ...idleWarnings(idleReplicasIn(recording.cluster), current),
    ],
    advisedFor: certain?.load,
    next,
  };
  printAnswer({ measured, headroom }, { asJson: args.json, text: () => renderCapacity(headroom, told) });
};
