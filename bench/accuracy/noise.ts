import type { Interval } from '../../planner/stats/interval.ts';
import { createRandom } from '../../planner/stats/random.ts';
import { quantileOfValues } from '../../planner/stats/simple.ts';

/** A figure of some services; null where they have none. */
export type FigureOf<Service> = (services: readonly Service[]) => number | null;

const resamples = 2000;
const confidence = 0.95;
const resampleStream = 44;

const intervalOf = (mid: number, drawn: readonly number[]): Interval => ({
  low: quantileOfValues(drawn, (1 - confidence) / 2),
  mid,
  high: quantileOfValues(drawn, (1 + confidence) / 2),
  confidence,
});

/**
 * A figure with what other services of the same kind would make of it: its 95 % interval over resamples of the services,
 * each as large as all of them (the bootstrap's percentile interval).
 * Source: Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7(1), 1979.
 *
 * @returns null where the services have no such figure
 */
export const withNoise = <Service>(
  services: readonly Service[],
  figureOf: FigureOf<Service>,
): Interval | null => {
  const figure = figureOf(services);
  if (figure === null) return null;
  const random = createRandom(services.length, resampleStream);
  const drawn = Array.from({ length: resamples }, () =>
    figureOf(services.map(() => services[Math.floor(random() * services.length)]!)),
  );
  return intervalOf(
    figure,
    drawn.filter((value) => value !== null),
  );
};

/** The same service, assessed by an earlier planner and by this one. */
export type Pair<Service> = { readonly before: Service; readonly now: Service };

/** A figure of an earlier planner and of this one, and their difference with its noise. */
export type Change = { readonly before: number; readonly now: number; readonly difference: Interval };

/**
 * What a change of the planner makes of a figure. Both planners are resampled together: that one set of services is harder than
 * another is no noise of their difference.
 *
 * @returns null where either has no such figure
 */
export const changeOf = <Service>(
  pairs: readonly Pair<Service>[],
  figureOf: FigureOf<Service>,
): Change | null => {
  const figuresOf = (some: readonly Pair<Service>[]) =>
    [figureOf(some.map(({ before }) => before)), figureOf(some.map(({ now }) => now))] as const;
  const difference = withNoise(pairs, (some) => {
    const [before, now] = figuresOf(some);
    return before === null || now === null ? null : now - before;
  });
  const [before, now] = figuresOf(pairs);
  return difference === null ? null : { before: before!, now: now!, difference };
};
