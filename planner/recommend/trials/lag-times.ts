import type { Model } from '../../../runs/schema/model/model.ts';
import type { ModelParameters } from '../../calibrate/draws.ts';
import { type Distribution, meanOfDistribution } from '../../stats/distributions.ts';
import { sumOf } from '../../stats/sum.ts';

type StartupLag = Model['replica']['startupLag'];

const meanOfLagMs = (lag: StartupLag): number =>
  lag.kind === 'parts'
    ? sumOf([lag.schedule, lag.pull, lag.init, lag.ready].map(meanOfDistribution))
    : meanOfDistribution(lag);

/** Mean start-up lag over at least one world, in milliseconds. */
export const meanLagMs = (worlds: readonly { readonly parameters: ModelParameters }[]): number =>
  sumOf(worlds.map(({ parameters }) => meanOfLagMs(parameters.replica.startupLag))) / worlds.length;

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
