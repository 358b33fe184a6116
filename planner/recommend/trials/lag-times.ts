import type { Model } from '../../../runs/schema/model.ts';
import type { ModelParameters } from '../../calibrate/draws.ts';
import type { Distribution } from '../../stats/distributions.ts';

type StartupLag = Model['replica']['startupLag'];

const scaledPart = (distribution: Distribution, factor: number): Extract<StartupLag, Distribution> =>
  distribution.kind === 'empirical'
    ? { kind: 'empirical', quantilesMs: distribution.quantilesMs.map((ms) => ms * factor) }
    : { ...distribution, meanMs: distribution.meanMs * factor };

const scaledLag = (lag: StartupLag, factor: number): StartupLag =>
  lag.kind === 'parts'
    ? {
        kind: 'parts',
        schedule: scaledPart(lag.schedule, factor),
        pull: scaledPart(lag.pull, factor),
        init: scaledPart(lag.init, factor),
        ready: scaledPart(lag.ready, factor),
      }
    : scaledPart(lag, factor);

/** A model whose replicas take so many times as long to start. */
export const withLagTimes = (parameters: ModelParameters, factor: number): ModelParameters => ({
  ...parameters,
  replica: { ...parameters.replica, startupLag: scaledLag(parameters.replica.startupLag, factor) },
});
