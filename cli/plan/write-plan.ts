import { shellPath } from '../../errors/shell-path.ts';
import { lacksEnd } from '../../planner/result/cut.ts';
import { predictedReplicas } from '../../planner/verify/start.ts';
import { adviceInShort, renderAdvice } from '../../reports/advice-terminal.ts';
import type { SettingsFile } from '../../reports/report.ts';
import { withConfig } from '../../reports/words/with-config.ts';
import { writeJson } from '../../runs/folder.ts';
import { calibrationSchema } from '../../runs/schema/calibration.ts';
import { isCertain } from '../../runs/schema/plan/standing.ts';
import { adviceSchema } from '../../runs/schema/recommendation.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { Run } from '../../runs/schema/run.ts';
import { recordedConfig } from '../output/for-config.ts';
import { print, printAnswer } from '../output/print.ts';
import { asStarted } from '../output/started-as.ts';
import { writeReport } from '../write-report.ts';
import type { OwnSettings } from './own-settings.ts';
import { recordedNames } from './recorded-names.ts';
import { removeSettingsFiles, writeSettingsFiles } from './settings-files.ts';
import { settingsTexts } from './settings-texts.ts';
import type { PlanningDone } from './worker.ts';

/** A plan, and what was written of it. */
export type Planned = Pick<PlanningDone, 'advice' | 'calibration'> & {
  readonly settingsFiles: readonly string[];
  /** The report of the last run, written anew with the advice. */
  readonly htmlPath: string;
  /** The last recording stops before the end of its plan, so the advice is interim. */
  readonly isFromCut: boolean;
  /** Replicas that a proof must begin with, where no cluster was watched and a person must say it. */
  readonly unseenStart: number | undefined;
  /** The config that the last run was recorded with, as a command names it; undefined: the usual one, or it is not known. */
  readonly config: string | undefined;
  /** The last run is of a demo, whose service has ended. */
  readonly isDemo: boolean;
};

type Written = {
  /** Of the last run. */
  readonly folder: string;
  readonly last: Run;
  /** The user's own settings file, to be patched. */
  readonly own?: OwnSettings | undefined;
  readonly note: (text: string) => void;
};

const settingsOf = (
  { advice, objects, calibration }: PlanningDone,
  { last, own, note }: Written,
): readonly SettingsFile[] => {
  if (!isCertain(advice)) {
    if (own !== undefined) note(`${own.file} is not patched: there is no advice to write into it`);
    return [];
  }
  const { policy } = advice.settings;
  const names = policy.kind === 'fixed' ? {} : recordedNames(objects, last, policy.kind);
  return settingsTexts(advice, {
    own,
    names,
    slotsPerReplica: calibration.slotsPerReplica.value,
    note,
  });
};

const unseenStartOf = (advice: Planned['advice'], { run }: Result): number | undefined =>
  advice.kind === 'advice' && run.config.cluster === null
    ? predictedReplicas(advice.settings.policy)
    : undefined;

/**
 * Writes calibration.json, recommendation.json and the settings files into the folder of the last run, and its report anew.
 *
 * @throws HeadroomError E_CONFIG for an own settings file that can't be patched, before anything is written; E_DISK; E_RUN_FOLDER
 *   for files of the folder that can't be read
 */
export const writePlan = async (done: PlanningDone, options: Written): Promise<Planned> => {
  const { folder, own } = options;
  const { calibration, analysis, advice } = done;
  const settings = settingsOf(done, options);
  await writeJson(folder, 'calibration.json', calibrationSchema, calibration);
  await writeJson(folder, 'recommendation.json', adviceSchema, advice);
  await removeSettingsFiles(folder, own?.file);
  const settingsFiles = await writeSettingsFiles(folder, settings);
  const { htmlPath, result } = await writeReport(folder, analysis);
  return {
    advice,
    calibration,
    settingsFiles,
    htmlPath,
    isFromCut: lacksEnd(result),
    unseenStart: unseenStartOf(advice, result),
    config: recordedConfig(result.run, folder),
    isDemo: result.run.isDemo === true,
  };
};

/** Prints a plan that was written into a folder. */
export const printPlan = (
  { advice, calibration, settingsFiles, htmlPath, isFromCut, unseenStart, config, isDemo }: Planned,
  { folder, asJson }: { readonly folder: string; readonly asJson: boolean },
): void => {
  const text = (): string =>
    asStarted(
      withConfig(renderAdvice(advice, calibration, { folder: shellPath(folder), isFromCut, isDemo }), config),
    );
  printAnswer(advice, { asJson, text });
  if (asJson) return;
  for (const file of settingsFiles) print(`settings: ${file}`);
  print(`report: ${htmlPath}

${asStarted(adviceInShort(advice, { folder, isFromCut, unseenStart, config, isDemo }))}`);
};
