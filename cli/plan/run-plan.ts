import type { ArgumentsCamelCase } from 'yargs';
import type { Price } from '../../planner/recommend/trials/cost.ts';
import { lacksEnd } from '../../planner/result/cut.ts';
import { adviceInShort, renderAdvice } from '../../reports/advice-terminal.ts';
import { formatQuantity } from '../../reports/format.ts';
import { stageNames } from '../../reports/words/progress.ts';
import { readJson, writeJson } from '../../runs/folder.ts';
import { calibrationSchema } from '../../runs/schema/calibration.ts';
import { adviceSchema } from '../../runs/schema/recommendation.ts';
import { type Run, runSchema } from '../../runs/schema/run.ts';
import { exitCodeOfAdvice, isCertain } from '../exit-codes.ts';
import { createProgress, type Step } from '../output/live.ts';
import { print, printAnswer, printNote } from '../output/print.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import type { Interrupt } from '../run/interrupt.ts';
import { appliedPolicy } from './applied-policy.ts';
import type { PlanArguments } from './arguments.ts';
import { loadFor } from './load-for.ts';
import { marginFor } from './margin-for.ts';
import { planInThread } from './plan-in-thread.ts';
import { planningOf } from './planning.ts';
import { recordedNames } from './recorded-names.ts';
import { removeSettingsFiles } from './settings-files.ts';
import type { Choices, PlanningDone } from './worker.ts';
import { writeSettings } from './write-settings.ts';

type Given = ArgumentsCamelCase<PlanArguments>;

const priceOf = ({ pricePerReplicaHour, pricePerNodeHour, podsPerNode }: Given): Price | undefined => {
  if (pricePerReplicaHour !== undefined) return { perReplicaHour: pricePerReplicaHour };
  if (pricePerNodeHour === undefined || podsPerNode === undefined) return undefined;
  return { perNodeHour: pricePerNodeHour, podsPerNode };
};

const choicesOf = (last: Run, args: Given): Choices => {
  const price = priceOf(args);
  const planned = loadFor(last, args, printNote);
  const planning = planningOf(args);
  return {
    load: planned.load,
    isOtherLoad: args.peak !== undefined || args.for !== undefined,
    ...marginFor(planned, { ...last.config.plan, ...planning }, printNote),
    ...planning,
    seed: args.seed,
    ...(price && { price }),
    ...(args.budget !== undefined && { budgetReplicas: args.budget }),
  };
};

type Planned = Pick<PlanningDone, 'advice' | 'calibration'> & {
  readonly settingsFiles: readonly string[];
  /** The report of the last run, written anew with the advice. */
  readonly htmlPath: string;
  /** The last recording stops before the end of its plan, so the advice is interim. */
  readonly isFromCut: boolean;
};

type PlanOptions = {
  readonly choicesFor?: (last: Run) => Choices;
  /** The user's own settings file, to be patched. */
  readonly ownSettings?: string | undefined;
  readonly note: (text: string) => void;
  /** Is told what the planner is at, and what share of it is done. */
  readonly onStep?: (step: Step) => void;
  /** Ends the planning; nothing is written then. */
  readonly interrupt?: Interrupt;
};

const settingsFilesOf = async (
  { advice, objects }: PlanningDone,
  last: Run,
  { folder, ownSettings, note }: PlanOptions & { readonly folder: string },
): Promise<readonly string[]> => {
  await removeSettingsFiles(folder, ownSettings);
  if (!isCertain(advice)) {
    if (ownSettings !== undefined) note(`${ownSettings} is not patched: there is no advice to write into it`);
    return [];
  }
  const { policy } = advice.settings;
  const names = policy.kind === 'fixed' ? {} : recordedNames(objects, last, policy.kind);
  return writeSettings(folder, advice, { ownFile: ownSettings, names, note });
};

/**
 * Calibrates by recorded runs of one service, recommends, and writes calibration.json, recommendation.json and the settings
 * files into the folder of the last run, and its report anew.
 *
 * @throws HeadroomError for folders that can't be read; E_INTERRUPTED
 */
export const planRuns = async (folders: readonly string[], options: PlanOptions): Promise<Planned> => {
  const folder = folders.at(-1)!;
  const last = await readJson(folder, 'run.json', runSchema);
  const done = await planInThread(
    {
      folders,
      choices: options.choicesFor?.(last) ?? {},
      applied: await appliedPolicy(folder, options.note),
    },
    {
      interrupt: options.interrupt,
      onProgress: ({ stage, share }) => options.onStep?.({ text: stageNames[stage], share }),
    },
  );
  const { calibration, analysis, advice } = done;
  await writeJson(folder, 'calibration.json', calibrationSchema, calibration);
  await writeJson(folder, 'recommendation.json', adviceSchema, advice);
  const settingsFiles = await settingsFilesOf(done, last, { ...options, folder });
  // Loaded when the plan is made: its modules would take memory all the while.
  const { writeReport } = await import('../write-report.ts');
  const { htmlPath, result } = await writeReport(folder, analysis);
  return { advice, calibration, settingsFiles, htmlPath, isFromCut: lacksEnd(result) };
};

/** `headroom plan`: prints the advice; the exit code says whether there is one. */
export const runPlan = async (args: Given, interrupt: Interrupt): Promise<void> => {
  const progress = createProgress(process.stderr, args);
  progress.note(
    `planning by ${formatQuantity(args.runs.length, 'run')}: settings are tried in simulations, for a few seconds to a minute or two`,
  );
  await refuseRepeated(args.runs);
  const { advice, calibration, settingsFiles, htmlPath, isFromCut } = await planRuns(args.runs, {
    choicesFor: (last) => choicesOf(last, args),
    ownSettings: args.settings,
    // What is said of the user's file and of what was applied is no progress.
    note: args.quiet ? printNote : progress.note,
    onStep: progress.step,
    interrupt,
  });
  progress.close();
  printAnswer(advice, { asJson: args.json, text: () => renderAdvice(advice, calibration, { isFromCut }) });
  if (!args.json) for (const file of settingsFiles) print(`settings: ${file}`);
  if (!args.json) {
    const closing = adviceInShort(advice, { folder: args.runs.at(-1)!, isFromCut });
    print(`report: ${htmlPath}

${closing}`);
  }
  process.exitCode = exitCodeOfAdvice(advice, isFromCut);
};
