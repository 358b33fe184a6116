import { HeadroomError } from '../../errors/headroom-error.ts';
import type { Calibration } from '../../runs/schema/calibration.ts';
import { showPath, showValue, valueAt } from '../../runs/schema/faults/show.ts';
import type { Retries } from '../../runs/schema/load/retries.ts';
import type { Model } from '../../runs/schema/model/model.ts';
import { faultsOfLoad, faultsOfPolicy, usualReplications } from '../../runs/schema/model/model-faults.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { type ModelParameters, midModel } from '../calibrate/draws.ts';
import { withClient } from '../calibrate/router/router-model.ts';
import { isInterval } from '../stats/interval.ts';
import { arrivalsOf, durationOf, type TimedLoad } from './load.ts';

/** The load that a service is put under, and what of the model is not calibrated. */
type Played = {
  readonly load: TimedLoad;
  /** Variance / mean of the counts per second. */
  readonly dispersion: number;
  /** The settings in use. */
  readonly current: PolicySettings;
  /** A second with a larger share of errors has not recovered. */
  readonly recoveredErrorShare: number;
  /** How clients try again; absent: they do not. */
  readonly retries?: Retries | undefined;
  readonly seed: number;
  readonly warmupSeconds: number;
};

/** What a load and settings can have wrong; all else of the model is made here, or was looked at when it was read. */
const demandSound = (model: Model): void => {
  const faults = [...faultsOfLoad(model), ...faultsOfPolicy(model.policy)];
  if (faults.length === 0) return;
  throw new HeadroomError(
    'E_MODEL',
    faults.map(({ path, message }) => ({
      what: `${showPath(path)} is ${showValue(valueAt(model, path), path)}`,
      where: `model → ${showPath(path)}`,
      fix: message,
    })),
  );
};

/**
 * The model of a calibrated service under a load. The rule is the calibrated one, with its hidden options, where that is
 * the kind of rule in use; else the one in use.
 *
 * @throws HeadroomError E_MODEL for a load of too many requests, and for metrics that nothing follows in a simulation
 */
export const serviceModel = (parameters: ModelParameters, played: Played): Model => {
  const { load, dispersion, current, retries, ...rest } = played;
  const { policy } = parameters;
  const model: Model = {
    schemaVersion: 1,
    ...parameters,
    ...rest,
    ...(retries && { retries }),
    policy: policy.kind === current.kind ? policy : current,
    durationSeconds: durationOf(load),
    arrivals: arrivalsOf(load, dispersion),
    replications: usualReplications,
  };
  demandSound(model);
  return model;
};

/**
 * The single best guess of a recorded service: the middle of every calibrated interval, under the given load. It takes
 * no account of how wide the intervals are; `headroom plan` draws from them.
 */
export const middleModel = (
  calibration: Calibration,
  options: Pick<Played, 'load' | 'current' | 'recoveredErrorShare' | 'retries'>,
): Model => {
  const { burstiness, clientTimeoutMs } = calibration;
  const { indexOfDispersion } = burstiness;
  const middle = midModel(calibration);
  const parameters = { ...middle, router: withClient(middle.router, clientTimeoutMs) };
  return serviceModel(parameters, {
    ...options,
    dispersion: isInterval(indexOfDispersion) ? indexOfDispersion.mid : 1,
    seed: 1,
    warmupSeconds: 0,
  });
};
