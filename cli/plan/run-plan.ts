import type { ArgumentsCamelCase } from 'yargs';
import { exit, exitCodeOf } from '../../errors/catalogue.ts';
import { calibrate } from '../../planner/calibrate/calibrate.ts';
import { recommend } from '../../planner/recommend/recommend.ts';
import type { PlanRequest } from '../../planner/recommend/search/request.ts';
import type { Price } from '../../planner/recommend/trials/cost.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import { loadOfPhases } from '../../planner/traffic/load.ts';
import { renderAdvice } from '../../reports/advice-terminal.ts';
import { stageNames } from '../../reports/words/progress.ts';
import { writeJson } from '../../runs/folder.ts';
import { type Calibration, calibrationSchema } from '../../runs/schema/calibration.ts';
import { adviceSchema, type NotEnoughAdvice, type Recommendation } from '../../runs/schema/recommendation.ts';
import { readRecording } from '../read-recording.ts';
import { writeReport } from '../write-report.ts';
import type { PlanArguments } from './arguments.ts';
import { loadFor, spikeShareOf } from './load-for.ts';
import { writeSettings } from './write-settings.ts';

type Given = ArgumentsCamelCase<PlanArguments>;

const priceOf = ({ pricePerReplicaHour, pricePerNodeHour, podsPerNode }: Given): Price | undefined => {
  if (pricePerReplicaHour !== undefined) return { perReplicaHour: pricePerReplicaHour };
  if (pricePerNodeHour === undefined || podsPerNode === undefined) return undefined;
  return { perNodeHour: pricePerNodeHour, podsPerNode };
};

/** What the command line leaves open has the planner's own default. */
type Choices = Partial<Omit<PlanRequest, 'calibration' | 'slo' | 'current' | 'onProgress'>>;

const choicesOf = (last: Recording, args: Given): Choices => {
  const price = priceOf(args);
  const spikeShare = spikeShareOf(args);
  return {
    load: loadFor(last, args, console.error),
    confidence: args.confidence,
    seed: args.seed,
    ...(price && { price }),
    ...(spikeShare !== undefined && { spikeShare }),
    ...(args.maxReplicas !== undefined && { maxReplicas: args.maxReplicas }),
  };
};

type Planned = {
  readonly advice: Recommendation | NotEnoughAdvice;
  readonly calibration: Calibration;
  readonly settingsFiles: readonly string[];
  /** The report of the last run, written anew with the advice. */
  readonly htmlPath: string;
};

type PlanOptions = {
  readonly choicesFor?: (last: Recording) => Choices;
  /** The user's own settings file, to be patched. */
  readonly ownSettings?: string | undefined;
  readonly note: (text: string) => void;
};

/**
 * Calibrates by recorded runs of one service, recommends, and writes calibration.json, recommendation.json and the settings
 * files into the folder of the last run, and its report anew.
 *
 * @throws HeadroomError for folders that can't be read
 */
export const planRuns = async (folders: readonly string[], options: PlanOptions): Promise<Planned> => {
  const recordings = await Promise.all(folders.map(readRecording));
  const [folder, last] = [folders.at(-1)!, recordings.at(-1)!];
  const calibration = calibrate(recordings);
  await writeJson(folder, 'calibration.json', calibrationSchema, calibration);
  const advice = recommend({
    calibration,
    load: loadOfPhases(last.run.phases),
    slo: last.run.config.slo,
    current: last.run.config.autoscaler ?? calibration.policy.settings,
    ...options.choicesFor?.(last),
    onProgress: ({ stage, share }) =>
      options.note(`${String(Math.round(share * 100)).padStart(3)} %  ${stageNames[stage]}`),
  });
  await writeJson(folder, 'recommendation.json', adviceSchema, advice);
  const settingsFiles =
    advice.kind === 'advice'
      ? await writeSettings(folder, advice, { ownFile: options.ownSettings, note: options.note })
      : [];
  const { htmlPath } = await writeReport(folder);
  return { advice, calibration, settingsFiles, htmlPath };
};

/** `headroom plan`: prints the advice; the exit code says whether there is one. */
export const runPlan = async (args: Given): Promise<void> => {
  const { advice, calibration, settingsFiles, htmlPath } = await planRuns(args.runs, {
    choicesFor: (last) => choicesOf(last, args),
    ownSettings: args.settings,
    note: (text) => console.error(text),
  });
  console.log(args.json ? JSON.stringify(advice) : renderAdvice(advice, calibration));
  if (!args.json) for (const file of settingsFiles) console.log(`settings: ${file}`);
  if (!args.json) console.log(`report: ${htmlPath}`);
  process.exitCode = advice.kind === 'advice' ? exit.ok : exitCodeOf('E_NOT_ENOUGH_DATA');
};
