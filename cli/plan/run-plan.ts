import { resolve } from 'node:path';
import type { ArgumentsCamelCase } from 'yargs';
import { readTrace } from '../../config/trace/read-trace.ts';
import { exit, exitCodeOf } from '../../errors/catalogue.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { calibrate } from '../../planner/calibrate/calibrate.ts';
import { loadOfCounts, loadOfPhases, type PlanLoad, peakTimes } from '../../planner/recommend/load.ts';
import { recommend } from '../../planner/recommend/recommend.ts';
import type { PlanRequest, Price } from '../../planner/recommend/request.ts';
import type { Recording } from '../../planner/result/build-result.ts';
import { renderAdvice } from '../../reports/advice-terminal.ts';
import { writeJson } from '../../runs/folder.ts';
import { calibrationSchema } from '../../runs/schema/calibration.ts';
import { adviceSchema, type NotEnoughAdvice, type Recommendation } from '../../runs/schema/recommendation.ts';
import { readRecording } from '../read-recording.ts';
import type { PlanArguments } from '../verbs/plan.ts';
import { writeSettings } from './write-settings.ts';

type Given = ArgumentsCamelCase<PlanArguments>;

const factorOf = (peak: string): number => {
  const factor = Number(/^(\d+(?:\.\d+)?)x?$/.exec(peak)?.[1]);
  if (factor > 0) return factor;
  throw new HeadroomError('E_USAGE', {
    what: `--peak is ${JSON.stringify(peak)}`,
    fix: 'give how many times as high the spike is to be: --peak 2x',
  });
};

/** The load to plan for: the recorded one, a higher peak of it, or a trace. */
const loadFor = ({ run }: Recording, { peak, for: trace }: Given): PlanLoad => {
  if (trace !== undefined) {
    const load = { scenario: 'replay', trace: resolve(trace), fromSecond: 0, rateFactor: 1 } as const;
    return loadOfCounts(readTrace(load));
  }
  const recorded = loadOfPhases(run.phases);
  return peak === undefined ? recorded : peakTimes(recorded, factorOf(peak));
};

const priceOf = ({ pricePerReplicaHour, pricePerNodeHour, podsPerNode }: Given): Price | undefined => {
  if (pricePerReplicaHour !== undefined) return { perReplicaHour: pricePerReplicaHour };
  if (pricePerNodeHour === undefined || podsPerNode === undefined) return undefined;
  return { perNodeHour: pricePerNodeHour, podsPerNode };
};

const requestOf = (recordings: readonly Recording[], args: Given): PlanRequest => {
  const last = recordings.at(-1)!;
  const calibration = calibrate(recordings);
  const price = priceOf(args);
  return {
    calibration,
    load: loadFor(last, args),
    slo: last.run.config.slo,
    current: last.run.config.autoscaler ?? calibration.policy.settings,
    confidence: args.confidence,
    seed: args.seed,
    spikeShare: args.spikeShare,
    ...(price && { price }),
    ...(args.maxReplicas !== undefined && { maxReplicas: args.maxReplicas }),
    onProgress: ({ stage, share }) =>
      console.error(`${String(Math.round(share * 100)).padStart(3)} %  ${stage}`),
  };
};

export type PlanEnd = {
  readonly advice: Recommendation | NotEnoughAdvice;
  readonly settingsFiles: readonly string[];
};

/**
 * Calibrates by the recorded runs, recommends, and writes model.json, recommendation.json and the settings files into
 * the folder of the last run. The exit code says whether there is an advice.
 *
 * @throws HeadroomError for folders that can't be read and options that make no sense
 */
export const runPlan = async (args: Given): Promise<PlanEnd> => {
  const recordings = await Promise.all(args.runs.map(readRecording));
  const folder = args.runs.at(-1)!;
  const request = requestOf(recordings, args);
  await writeJson(folder, 'model.json', calibrationSchema, request.calibration);
  const advice = recommend(request);
  await writeJson(folder, 'recommendation.json', adviceSchema, advice);
  const settingsFiles = advice.kind === 'advice' ? await writeSettings(folder, advice, args.settings) : [];
  console.log(args.json ? JSON.stringify(advice) : renderAdvice(advice, request.calibration));
  if (!args.json) for (const file of settingsFiles) console.log(`settings: ${file}`);
  process.exitCode = advice.kind === 'advice' ? exit.ok : exitCodeOf('E_NOT_ENOUGH_DATA');
  return { advice, settingsFiles };
};
