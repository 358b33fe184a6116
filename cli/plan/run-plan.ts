import type { ArgumentsCamelCase } from 'yargs';
import { formatQuantity } from '../../reports/format.ts';
import { stageNames } from '../../reports/words/run/progress.ts';
import { readJson } from '../../runs/folder.ts';
import { type Run, runSchema } from '../../runs/schema/run.ts';
import { exitCodeOfAdvice } from '../exit-codes.ts';
import { createProgress, type Step } from '../output/live.ts';
import { printNote } from '../output/print.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { refuseWhileFired } from '../refuse-while-fired.ts';
import type { Interrupt } from '../run/interrupt.ts';
import type { PlanArguments } from './arguments.ts';
import { type OwnSettings, readOwnSettings } from './own-settings.ts';
import { startPlanning } from './plan-in-thread.ts';
import type { Choices, PlanningDone } from './worker.ts';
import type { Planned } from './write-plan.ts';

type Given = ArgumentsCamelCase<PlanArguments>;

type PlanOptions = {
  readonly choicesFor?: (last: Run) => Choices | Promise<Choices>;
  /** The user's own settings file, to be patched. */
  readonly ownSettings?: string | undefined;
  readonly note: (text: string) => void;
  readonly onStep?: (step: Step) => void;
  /** Who may end the plan; without one a signal ends the whole process, before anything is written. */
  readonly interrupt?: Interrupt;
};

type Made = {
  readonly last: Run;
  readonly own: OwnSettings | undefined;
  readonly done: PlanningDone;
};

/** The thread begins before the modules are loaded that it can do without. */
const makePlan = async (folders: readonly string[], options: PlanOptions): Promise<Made> => {
  await using thread = await startPlanning(folders);
  const folder = folders.at(-1)!;
  const last = await readJson(folder, 'run.json', runSchema);
  const { appliedPolicy } = await import('./applied-policy.ts');
  const own = options.ownSettings === undefined ? undefined : await readOwnSettings(options.ownSettings);
  const choices = (await options.choicesFor?.(last)) ?? {};
  const applied = await appliedPolicy(folder, last, options.note);
  const done = await thread.plan(
    { choices, applied, own },
    {
      interrupt: options.interrupt,
      onNote: options.note,
      onProgress: ({ stage, share }) => options.onStep?.({ text: stageNames[stage], share }),
    },
  );
  return { last, own, done };
};

/**
 * Calibrates by recorded runs of one service, recommends, and writes calibration.json, recommendation.json and the settings
 * files into the folder of the last run, and its report anew.
 *
 * @throws HeadroomError for folders that can't be read; E_USAGE, E_CONFIG for an own settings file that can't be read or patched;
 *   E_INTERRUPTED. Nothing is written then
 */
export const planRuns = async (folders: readonly string[], options: PlanOptions): Promise<Planned> => {
  const { last, own, done } = await makePlan(folders, options);
  // Loaded when the plan is made: its modules would take memory all the while.
  const { writePlan } = await import('./write-plan.ts');
  return writePlan(done, { folder: folders.at(-1)!, last, own, note: options.note });
};

/** `headroom plan`: prints the advice; the exit code says whether there is one. */
export const runPlan = async (args: Given, interrupt: Interrupt): Promise<void> => {
  const progress = createProgress(process.stderr, args);
  progress.note(
    `planning by ${formatQuantity(args.runs.length, 'run')}: settings are tried in simulations, for a few seconds to a minute or two`,
  );
  await refuseRepeated(args.runs);
  await refuseWhileFired(args.runs);
  const planned = await planRuns(args.runs, {
    choicesFor: async (last) => (await import('./choices.ts')).choicesOf(last, args),
    ownSettings: args.settings,
    // What is said of the user's file and of what was applied is no progress.
    note: args.quiet ? printNote : progress.note,
    onStep: progress.step,
    interrupt,
  });
  progress.close();
  const { printPlan } = await import('./write-plan.ts');
  printPlan(planned, { folder: args.runs.at(-1)!, asJson: args.json });
  process.exitCode = exitCodeOfAdvice(planned.advice, planned.isFromCut);
};
