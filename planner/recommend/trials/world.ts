import type { Calibration } from '../../../runs/schema/calibration.ts';
import type { Retries } from '../../../runs/schema/load/retries.ts';
import { expectedRequests } from '../../../runs/schema/model/expected-requests.ts';
import type { Model } from '../../../runs/schema/model/model.ts';
import type { PolicySettings } from '../../../runs/schema/policy.ts';
import type { Slo } from '../../../runs/schema/run.ts';
import { type DrawnWorld, drawWorld } from '../../calibrate/draws.ts';
import { createRandom } from '../../stats/random.ts';
import type { MixPart, TrafficMix } from '../../traffic/mix.ts';
import { serviceModel } from '../../traffic/service-model.ts';
import { endpointsIn, type WorldEndpoint } from './endpoint-latency.ts';
import { withLagTimes } from './lag-times.ts';

/** Streams of the draws, away from those of the simulated runs, which take three for each. */
const firstDrawStream = 1 << 20;

/** One world that the recording may have come from, and what it is put through: a model for each part of the mix. */
export type World = Pick<DrawnWorld, 'parameters' | 'overheadMs'> & {
  readonly models: readonly Model[];
  /** Requests of each of them, about. */
  readonly requests: readonly number[];
  readonly endpoints: readonly WorldEndpoint[];
};

/** What a world comes from, but for the load. */
export type WorldOptions = {
  readonly calibration: Calibration;
  readonly slo: Slo;
  readonly current: PolicySettings;
  readonly seed: number;
  /** How clients try again; absent: they do not. */
  readonly retries?: Retries;
  /** Replicas take so many times as long to start: for questions such as "what if". 1 by default. */
  readonly lagTimes?: number;
};

/** What was drawn with one seed, by calibration and draw: the same in all labs of a plan, whatever the load. */
export type DrawnWorlds = Map<Calibration, Map<number, DrawnWorld>>;

/** Which draw, and those that are known. */
type From = { readonly draw: number; readonly drawn: DrawnWorlds };

/** Requests of real clients come at random at least, however evenly the recorded ones were fired. */
const dispersionFor = ({ arrivals }: MixPart, dispersion: number): number =>
  arrivals === 'random' ? Math.max(1, dispersion) : dispersion;

const drawnWorld = ({ calibration, seed }: WorldOptions, { draw, drawn }: From): DrawnWorld => {
  const ofCalibration = drawn.get(calibration) ?? new Map<number, DrawnWorld>();
  drawn.set(calibration, ofCalibration);
  const world = ofCalibration.get(draw) ?? drawWorld(calibration, createRandom(seed, firstDrawStream + draw));
  ofCalibration.set(draw, world);
  return world;
};

const createWorld = (options: WorldOptions, mix: TrafficMix, of: DrawnWorld): World => {
  const { calibration, slo, current, seed, retries, lagTimes } = options;
  const { dispersion, overheadMs, ...drawn } = of;
  const parameters = lagTimes === undefined ? drawn.parameters : withLagTimes(drawn.parameters, lagTimes);
  const models = mix.map((part) =>
    serviceModel(parameters, {
      load: part.load,
      dispersion: dispersionFor(part, dispersion),
      current,
      recoveredErrorShare: slo.maxErrorShare,
      ...(retries && { retries }),
      // Judged parts must not share their luck: what one of them passes by chance, the next one may not.
      seed: seed + part.seedOffset,
      warmupSeconds: part.warmupSeconds,
    }),
  );
  return {
    parameters,
    overheadMs,
    models,
    requests: models.map(({ arrivals, durationSeconds }) =>
      Math.round(expectedRequests(arrivals, durationSeconds)),
    ),
    endpoints: endpointsIn(calibration, parameters),
  };
};

/** A world that is drawn when it is first looked at: many labs use only some of theirs. */
export const lazyWorld = (options: WorldOptions, mix: TrafficMix, from: From): World => {
  let world: World | undefined;
  const drawn = (): World => {
    world ??= createWorld(options, mix, drawnWorld(options, from));
    return world;
  };
  return {
    get parameters() {
      return drawn().parameters;
    },
    get overheadMs() {
      return drawn().overheadMs;
    },
    get models() {
      return drawn().models;
    },
    get requests() {
      return drawn().requests;
    },
    get endpoints() {
      return drawn().endpoints;
    },
  };
};
