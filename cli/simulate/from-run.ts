import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { calibrate } from '../../planner/calibrate/calibrate.ts';
import { settingsInUse } from '../../planner/calibrate/hpa.ts';
import { latencySummary } from '../../planner/measure/latency.ts';
import { readyAtStart } from '../../planner/measure/replicas.ts';
import { boundsOf, clampReplicas, startPolicy } from '../../planner/policies/index.ts';
import { changedPolicy } from '../../planner/recommend/trials/changed-policy.ts';
import { asItEnded } from '../../planner/result/as-it-ended.ts';
import { isCut } from '../../planner/result/cut.ts';
import { isSame } from '../../planner/settings/index.ts';
import { foldLoad, latencyOf } from '../../planner/timeline/fold-load.ts';
import { type Recording, recordedOf } from '../../planner/timeline/recording.ts';
import { higherPeak, loadOfPhases } from '../../planner/traffic/load.ts';
import { middleModel } from '../../planner/traffic/service-model.ts';
import type { RecordedFigures, SimulatedStart } from '../../reports/words/plan/simulation.ts';
import { readJsonIfAny } from '../../runs/folder.ts';
import { type Calibration, calibrationSchema } from '../../runs/schema/calibration.ts';
import { type Model, parseModel } from '../../runs/schema/model/model.ts';
import { isOk } from '../../runs/schema/outcome.ts';
import { isPlainMap } from '../../runs/schema/plain.ts';
import type { Note } from '../../runs/schema/plan/notes.ts';
import { isPlanOf } from '../../runs/schema/plan/plan-of.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { strictestErrorShare } from '../../runs/schema/recorded-endpoints.ts';
import { peakFactorOf } from '../peak-factor.ts';
import { readRecording } from '../read-recording.ts';
import { refuseWhileFired } from '../refuse-while-fired.ts';
import { unusableText } from '../unusable-file.ts';
import type { SimulateArguments } from './arguments.ts';
import { merged } from './merge.ts';
import { refuseContradicted } from './refuse-contradicted.ts';
import { refuseSeveralRequests } from './refuse-several-requests.ts';
import { unlikeRecorded } from './unlike-recorded.ts';

/** What a what-if question changes. */
type WhatIf = Pick<SimulateArguments, 'target' | 'min' | 'max' | 'replicas' | 'peak' | 'change'>;

/** `printModel`: the model is only printed, to be corrected by hand where the recording contradicts it. */
type Asked = WhatIf & { readonly printModel: boolean };

/** The recorded calibration, which may know several runs; else what this run alone tells. */
const calibrationOf = async (folder: string, recording: Recording): Promise<Calibration> => {
  const file = await readJsonIfAny(folder, 'calibration.json', calibrationSchema);
  if (file.kind === 'absent') return calibrate([recording]);
  if (file.kind === 'read' && isPlanOf(file.value, recording.run)) return file.value;
  const why =
    file.kind === 'read' ? `it was made from other runs (${file.value.runs.join(', ')})` : unusableText(file);
  throw new HeadroomError('E_RUN_FOLDER', {
    what: `calibration.json can't be used: ${why}`,
    where: folder,
    fix: 'write it again: headroom plan with this folder',
  });
};

const policyFor = (policy: PolicySettings, { target, min, max, replicas }: WhatIf): PolicySettings => {
  const isRuleAsked = [target, min, max].some((option) => option !== undefined);
  if (replicas !== undefined && isRuleAsked)
    throw new HeadroomError('E_USAGE', {
      what: '--replicas is a fixed number, which has no --target, --min or --max',
      fix: 'leave one of them out',
    });
  if (replicas !== undefined) return { kind: 'fixed', replicas };
  if (!isRuleAsked) return policy;
  if (policy.kind !== 'fixed') return changedPolicy(policy, { target, minReplicas: min, maxReplicas: max });
  throw new HeadroomError('E_USAGE', {
    what: 'the recorded service has a fixed number of replicas: it has no --target, --min or --max',
    fix: 'give another number with --replicas, or a rule with --change \'{"policy": {"kind": …}}\'',
  });
};

const changesOf = ({ change }: WhatIf): unknown => {
  if (change === undefined) return {};
  try {
    return JSON.parse(change);
  } catch (error) {
    throw new HeadroomError('E_USAGE', {
      what: `--change is not JSON: ${messageOf(error)}`,
      fix: 'give the fields to change as a model file has them: --change \'{"router": {"queueWaitLimitMs": 1000}}\'',
    });
  }
};

type Changed = Pick<Model, 'policy'>;

/** Refuses what an option and `--change` both set: one of the two would be ignored in silence. */
const refuseTwice = (recorded: Changed, byOptions: Changed, { peak }: WhatIf, change: unknown): void => {
  if (!isPlainMap(change)) return;
  const after = merged(byOptions, change) as { readonly policy?: unknown };
  const policyAfter = isPlainMap(after.policy) ? after.policy : {};
  const before = new Map<string, unknown>(Object.entries(recorded.policy));
  const turned = Object.entries(byOptions.policy).filter(([key, value]) => !isSame(value, before.get(key)));
  const twice = [
    ...turned.filter(([key, value]) => !isSame(value, policyAfter[key])).map(([key]) => `policy.${key}`),
    ...(peak !== undefined && 'arrivals' in change ? ['arrivals'] : []),
  ];
  if (twice.length === 0) return;
  throw new HeadroomError('E_USAGE', {
    what: `${twice.join(' and ')} would be set twice: by an option of its own, and by --change`,
    fix: 'leave one of them out',
  });
};

const isAsked = ({ target, min, max, replicas, peak, change }: WhatIf): boolean =>
  [target, min, max, replicas, peak, change].some((option) => option !== undefined);

const figuresOf = (
  recording: Recording,
  warnings: readonly Note[],
  start: SimulatedStart,
): RecordedFigures => {
  const run = asItEnded(recording);
  const { total } = foldLoad(recording.load);
  return {
    runId: run.id,
    outcomes: total.outcomes,
    latency: latencySummary(latencyOf(total, isOk)),
    isCut: isCut(run),
    start,
    warnings,
  };
};

/** With how many replicas the settings in use begin: as the recording did, where they allow it. */
const startOf = (recording: Recording, { policy }: Changed): SimulatedStart => {
  const kept = startPolicy(policy).desiredReplicas;
  const recorded = readyAtStart(recordedOf(recording).timeline);
  return { recorded, kept, simulated: clampReplicas(recorded ?? kept, boundsOf(policy)) };
};

/** A model of the settings in use, from the replicas on that the recording began with; one of other settings as it is. */
const begun = (model: Model, inUse: Changed, { kept, simulated }: SimulatedStart): Model => {
  const { initialReplicas = simulated, policy } = model;
  return initialReplicas !== kept && isSame(policy, inUse.policy) ? { ...model, initialReplicas } : model;
};

/** Without a service time nothing of a simulation is the recorded service. */
const demandService = ({ service }: Calibration, change: unknown, folder: string): void => {
  const isGiven = typeof change === 'object' && change !== null && 'service' in change;
  if (service.provenance !== 'assumed' || isGiven) return;
  throw new HeadroomError('E_NOT_ENOUGH_DATA', {
    what: 'no answer of this run states its service time, so there is no recorded service to simulate',
    where: folder,
    fix: 'record a run whose baseline is answered without a queue, or give the time: --change \'{"service": {"kind": "lognormal", "meanMs": 200, "scv": 0.25}}\'',
  });
};

/** A recorded run and the models that are made of it. */
export type RunModels = {
  readonly recorded: RecordedFigures;
  /** The recorded service as it was, then, where a change is asked for, with the change. */
  readonly models: readonly Model[];
};

/**
 * Models of a recorded service: the middle of every calibrated interval, under the recorded load and settings, and
 * from the replicas on that stood there.
 *
 * @throws HeadroomError E_RUN_FOLDER for a folder that can't be read
 * @throws HeadroomError E_USAGE for options that ask nothing sensible, and while the load of the run is still fired
 * @throws HeadroomError E_MODEL for changes that make no model
 * @throws HeadroomError E_NOT_ENOUGH_DATA where the run tells no service time, or its simulation is far from the recording
 */
export const modelsFromRun = async (folder: string, asked: Asked): Promise<RunModels> => {
  await refuseWhileFired([folder]);
  const recording = await readRecording(folder);
  const { run } = recording;
  const calibration = await calibrationOf(folder, recording);
  const change = changesOf(asked);
  refuseSeveralRequests(calibration, recording, folder);
  demandService(calibration, change, folder);
  if (!asked.printModel) refuseContradicted(calibration, recording, folder);
  const load = loadOfPhases(run.phases);
  const { peak } = asked;
  const options = {
    current: settingsInUse(run.config.autoscaler, calibration),
    recoveredErrorShare: strictestErrorShare(run.config),
    retries: run.config.load.retries,
  };
  const inUse = { name: run.id, ...middleModel(calibration, { load, ...options }) };
  const start = startOf(recording, inUse);
  const unlike = asked.printModel ? [] : unlikeRecorded(calibration, recording);
  const recorded = figuresOf(recording, [...unlike, ...calibration.warnings], start);
  const asRecorded = begun(inUse, inUse, start);
  if (!isAsked(asked)) return { recorded, models: [asRecorded] };
  const changed = middleModel(calibration, {
    load: peak === undefined ? load : higherPeak(load, peakFactorOf(peak)),
    ...options,
  });
  const whatIf = { ...changed, name: 'what if', policy: policyFor(changed.policy, asked) };
  refuseTwice(changed, whatIf, asked, change);
  const shown = calibration.service.provenance === 'assumed' ? [] : [asRecorded];
  return { recorded, models: [...shown, begun(parseModel(merged(whatIf, change), 'what if'), inUse, start)] };
};
