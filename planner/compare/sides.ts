import type { Calibration } from '../../runs/schema/calibration.ts';
import type { InputFigure } from '../../runs/schema/comparison.ts';
import type { Result } from '../../runs/schema/result.ts';
import { calibrate } from '../calibrate/calibrate.ts';
import { calibrateService } from '../calibrate/service.ts';
import { calibrateLag } from '../calibrate/startup-lag.ts';
import { measureLimits } from '../measure/limits.ts';
import { readyAtStart } from '../measure/replicas.ts';
import { analyze } from '../result/build-result.ts';
import { asServed } from '../timeline/as-served.ts';
import { type Recording, recordedOf } from '../timeline/recording.ts';
import type { OutcomeValues } from './compared-figures.ts';
import { type Inputs, inputsOf } from './inputs.ts';
import { furtherRuns } from './run-spread.ts';

/** Runs on one side of a comparison; several are repeats of the same. */
export type Side = {
  readonly recordings: readonly Recording[];
  readonly results: readonly Result[];
  readonly inputs: Inputs;
};

/** The side that others are compared with, and what further runs of it would come to. */
export type BaseSide = Side & {
  readonly sameArrivals: boolean;
  readonly calibration: Calibration;
  readonly further: readonly OutcomeValues[];
};

/** @param recordings at least one */
export const sideOf = (recordings: readonly Recording[]): Side => ({
  recordings,
  results: recordings.map((recording) => analyze(recording).result),
  inputs: inputsOf(recordings),
});

/**
 * Whether runs fired the same arrivals: as many in each second, at the same places inside it. A plan is drawn from its seed.
 */
export const firedSame = (recordings: readonly Recording[]): boolean => {
  const [first, ...others] = recordings.map(({ run }) => JSON.stringify([run.seed, run.plannedPerSecond]));
  return others.every((other) => other === first);
};

/** Further runs begin as the first recorded one did, which may have found replicas of an earlier load. */
const startOf = ({ results }: Side): number | undefined => readyAtStart(results[0]!.timeline);

/**
 * A side as a base.
 *
 * @param sameArrivals what `firedSame` says of the runs of both sides
 */
export const baseSideOf = (side: Side, sameArrivals: boolean): BaseSide => {
  const calibration = calibrate(side.recordings);
  const further = furtherRuns(calibration, side.recordings[0]!.run, {
    sameArrivals,
    initialReplicas: startOf(side),
  });
  return { ...side, sameArrivals, calibration, further };
};

/** Inputs that a simulation is needed for. */
type Simulated = Exclude<InputFigure, 'routerOverhead'>;

/** One input of a side, as a calibration holds it. */
const calibratedInput = ({ recordings }: Side, input: Simulated): Partial<Calibration> => {
  const runs = recordings.map((recording) => recordedOf(asServed(recording)));
  return input === 'serviceTime'
    ? { service: calibrateService(runs, measureLimits(runs)).service }
    : { startupLag: calibrateLag(runs).startupLag };
};

/** The middle of what an input does is known from fewer runs than how far they lie apart. */
const ofEffect = { requestsBudget: 4_000_000, least: 40, most: 100 } as const;

/** Further runs of the base, had it one input of the compared runs. Run k has the requests and draws of further run k. */
export const changedRuns = (base: BaseSide, compared: Side, input: Simulated): OutcomeValues[] =>
  furtherRuns({ ...base.calibration, ...calibratedInput(compared, input) }, base.recordings[0]!.run, {
    sameArrivals: base.sameArrivals,
    initialReplicas: startOf(base),
    effort: ofEffect,
  });
