import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { beginCalibration } from '../../planner/calibrate/calibrate.ts';
import { settingsInUse } from '../../planner/calibrate/hpa.ts';
import { sloToPlanFor } from '../../planner/calibrate/slo-to-plan-for.ts';
import { notReproduced } from '../../planner/compare/reproduced.ts';
import { beganOtherwise, unlikeRecording } from '../../planner/compare/unlike-recording.ts';
import { idleReplicasIn, idleWarnings } from '../../planner/live/idle.ts';
import { roomForPlan } from '../../planner/node-fit/node-fit.ts';
import { recommend } from '../../planner/recommend/recommend.ts';
import type { PlanRequest, Progress } from '../../planner/recommend/search/request.ts';
import { type Analysis, analyze } from '../../planner/result/build-result.ts';
import { loadOfPhases } from '../../planner/traffic/load.ts';
import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Note, Refusal } from '../../runs/schema/plan/notes.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { NotEnoughAdvice, Recommendation } from '../../runs/schema/recommendation.ts';
import { readRecording } from '../read-recording.ts';
import { startHelper } from './helper.ts';
import { demandOneService } from './one-service.ts';
import { demandSettings, type OwnSettings } from './own-settings.ts';
import { type RecordedObjects, recordedNames, recordedObjects } from './recorded-names.ts';

/** What the command line decides of a plan; what it leaves open has the planner's own default. */
export type Choices = Partial<Omit<PlanRequest, 'calibration' | 'slo' | 'current' | 'onProgress' | 'helper'>>;

/** What a planning thread is started with: the folders of recorded runs of one service, the newest last. */
export type PlanningData = { readonly folders: readonly string[] };

/** What a planning thread is asked to plan for. */
export type PlanningChoices = {
  readonly choices: Choices;
  /** What was put into effect after the newest recording; absent: nothing was. */
  readonly applied?: PolicySettings | undefined;
  /** The user's own settings file, which an advice has to go into. */
  readonly own?: OwnSettings | undefined;
};

/** What planning comes to. */
export type PlanningDone = {
  readonly calibration: Calibration;
  /** Of the newest run. */
  readonly analysis: Analysis;
  /** What the newest run saw scale the service. */
  readonly objects: RecordedObjects;
  readonly advice: Recommendation | NotEnoughAdvice;
};

/** What a planning thread says: how far it is, what a person should know, and at last what it found, or which expected failure ended it. */
export type PlanningMessage =
  | { readonly progress: Progress }
  | { readonly note: string }
  | { readonly done: PlanningDone }
  | { readonly failed: Pick<HeadroomError, 'code' | 'details'> };

const say = (message: PlanningMessage): void => parentPort?.postMessage(message);

const helper = startHelper({
  onLost: (why) =>
    say({
      note: `the second planning thread failed, so the plan goes on without it and takes longer: ${why}`,
    }),
});

/** What is planned from: without the recordings, whose memory is given back, as the plan itself takes long. */
type Prepared = Omit<PlanningDone, 'advice'> & {
  readonly contradiction: Refusal | undefined;
  readonly request: PlanRequest;
  /** The settings in use are those that the newest run was recorded with. */
  readonly isAsRecorded: boolean;
  readonly idle: ReturnType<typeof idleReplicasIn>;
};

const prepare = async ({ folders }: PlanningData): Promise<Prepared> => {
  const recordings = await Promise.all(folders.map(readRecording));
  demandOneService(recordings, folders);
  const [message] = await once(parentPort!, 'message');
  const { choices, applied, own } = message as PlanningChoices;
  const last = recordings.at(-1)!;
  const { run } = last;
  const endCalibration = beginCalibration(recordings, helper);
  // Needs no calibration, so it is done while the helper replays.
  const analysis = analyze(last);
  const { nodeFit, scaleLag } = analysis.result;
  const calibration = endCalibration();
  const room = roomForPlan(nodeFit);
  const request: PlanRequest = {
    calibration,
    load: loadOfPhases(run.phases),
    slo: sloToPlanFor(run.config, calibration),
    current: settingsInUse(applied ?? run.config.autoscaler, calibration),
    ...run.config.plan,
    ...(run.config.load.retries && { retries: run.config.load.retries }),
    ...(room && { room }),
    ...(scaleLag && { lagParts: scaleLag.medians }),
    ...choices,
    ...(helper && { helper }),
    onProgress: (progress) => say({ progress }),
  };
  const objects = recordedObjects(last);
  const { current } = request;
  if (own !== undefined && current.kind !== 'fixed')
    demandSettings(own, current, recordedNames(objects, run, current.kind));
  return {
    calibration,
    analysis,
    objects,
    contradiction: notReproduced(calibration, analysis.result),
    request,
    isAsRecorded: applied === undefined,
    idle: idleReplicasIn(last.cluster),
  };
};

const refuse = ({ runs, warnings }: Calibration, reason: Refusal): NotEnoughAdvice => ({
  schemaVersion: 2,
  kind: 'notEnoughAdvice',
  runs,
  reasons: [reason],
  warnings,
});

/** An advice with further warnings. */
const withWarnings = (
  advice: Recommendation | NotEnoughAdvice,
  furtherOf: (advice: Recommendation) => readonly Note[],
): Recommendation | NotEnoughAdvice =>
  advice.kind === 'advice' ? { ...advice, warnings: [...advice.warnings, ...furtherOf(advice)] } : advice;

/**
 * Warnings where other settings seem to have been in force; of an advice for the recorded load also where its simulations come to something
 * else than the recording.
 */
const unlikeRecorded = (
  { compared: { current }, load }: Recommendation,
  { result }: Analysis,
): readonly Note[] => [
  ...beganOtherwise(current.settings.policy, result),
  ...(load.isOther ? [] : unlikeRecording(current, result)),
];

const plan = async (data: PlanningData): Promise<PlanningDone> => {
  const { contradiction, request, isAsRecorded, idle, ...known } = await prepare(data);
  // The helper has looked at the recordings by a weak reference, which keeps them until the thread comes to a pause.
  await setImmediate();
  const { calibration } = known;
  if (contradiction) return { ...known, advice: refuse(calibration, contradiction) };
  const advice = withWarnings(recommend(request), (made) => [
    ...(isAsRecorded ? unlikeRecorded(made, known.analysis) : []),
    ...idleWarnings(idle, made.settings.policy),
  ]);
  return { ...known, advice };
};

try {
  say({ done: await plan(workerData as PlanningData) });
} catch (error) {
  if (!(error instanceof HeadroomError)) throw error;
  const { code, details } = error;
  // Not every cause can be sent.
  say({ failed: { code, details: details.map(({ cause: _, ...told }) => told) } });
}
