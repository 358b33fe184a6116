import type { Model } from '../../../runs/schema/model.ts';
import type { Change } from '../../../runs/schema/recommendation.ts';
import type { ModelParameters } from '../../calibrate/draws.ts';
import { type Distribution, meanOfDistribution } from '../../stats/distributions.ts';
import { peakTimes, ratesOf } from '../../traffic/load.ts';
import { type Bar, gaugeOf, passes } from '../search/search.ts';
import type { Candidate } from '../trials/candidates.ts';
import { type Lab, openLab, tryAll } from '../trials/lab.ts';

/** The question ends here: a peak or a lag that is four times what was planned for is another plan. */
const factorMax = 4;

/** Halvings of the interval 1..4 on a logarithmic scale: the answer is good to 5 %. */
const halvings = 5;

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

/** A model whose replicas take longer to start. */
const withLagTimes =
  (factor: number) =>
  (parameters: ModelParameters): ModelParameters => ({
    ...parameters,
    replica: { ...parameters.replica, startupLag: scaledLag(parameters.replica.startupLag, factor) },
  });

/** The largest factor from 1 on at which something still holds; null if it holds at `factorMax`. */
const lastHolding = (holds: (factor: number) => boolean): number | null => {
  if (holds(factorMax)) return null;
  let [low, high] = [1, factorMax];
  for (let i = 0; i < halvings; i++) {
    const middle = Math.sqrt(low * high);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
};

const rounded = (value: number): number => Number(value.toPrecision(2));

type Question = {
  readonly what: Change['what'];
  readonly labAt: (factor: number) => Lab;
  readonly planned: number;
};

const lagMeanMs = ({ worlds }: Lab): number => {
  const means = worlds.map(
    ({
      parameters: {
        replica: { startupLag: lag },
      },
    }) =>
      lag.kind === 'parts'
        ? [lag.schedule, lag.pull, lag.init, lag.ready].reduce(
            (sum, part) => sum + meanOfDistribution(part),
            0,
          )
        : meanOfDistribution(lag),
  );
  return means.reduce((sum, mean) => sum + mean, 0) / means.length;
};

const questionsOf = (lab: Lab): Question[] => {
  const { options } = lab;
  return [
    {
      what: 'peak',
      labAt: (factor) => openLab({ ...options, load: peakTimes(options.load, factor) }),
      planned: ratesOf(options.load).peak,
    },
    {
      what: 'startupLag',
      labAt: (factor) => openLab({ ...options, change: withLagTimes(factor) }),
      planned: lagMeanMs(lab),
    },
  ];
};

/**
 * What would change the advice: how much higher a peak, or how much longer a start, the settings bear. By bisection
 * over the hardest draws alone.
 */
export const changesOf = (lab: Lab, advised: Candidate, bar: Bar): Change[] => {
  const gauge = gaugeOf(bar);
  return questionsOf(lab).map(({ what, labAt, planned }) => {
    const factor = lastHolding((times) => {
      const other = labAt(times);
      const [trial] = tryAll(other, [advised], gauge);
      lab.spentRequests += other.spentRequests;
      return passes(trial!, gauge);
    });
    const value = factor === null ? null : rounded(planned * factor);
    return { what, factor, triedFactorMax: factorMax, value };
  });
};
