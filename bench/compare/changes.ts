import { meanOfValues, medianOfValues } from '../../planner/stats/simple.ts';
import type { Service } from '../accuracy/service.ts';
import { type Outcome, outcomeOf, runTruth } from '../accuracy/truth.ts';

/** A release that is worse in one way, by an amount. */
type Release = (service: Service, amount: number) => Service;

const slowerModel: Release = (service, factor) => ({
  ...service,
  times: { ...service.times, meanMs: service.times.meanMs * factor },
});

const slowerStart: Release = (service, factor) => ({
  ...service,
  lags: {
    ...service.lags,
    floorMs: service.lags.floorMs * factor,
    scaleMs: service.lags.scaleMs * factor,
  },
});

const slowerPath: Release = (service, addedMs) => ({ ...service, networkMs: service.networkMs + addedMs });

/** All planted changes fire the arrivals of this run, as two runs of one config do. */
export const firedRun = 0;

/** Runs that tell what a service typically comes to, away from those that are compared. */
const typicalRuns = { first: 500, count: 25 } as const;

const outcomesOf = (service: Service): Outcome[] =>
  Array.from({ length: typicalRuns.count }, (_, i) =>
    outcomeOf(
      service,
      runTruth(service, { policy: service.policy }, { run: typicalRuns.first + i, arrivalsOf: firedRun }),
    ),
  );

const typicalP95Ms = (service: Service): number =>
  medianOfValues(outcomesOf(service).map(({ p95Ms }) => p95Ms ?? 0));

const meanRejectedShare = (service: Service): number =>
  meanOfValues(outcomesOf(service).map(({ rejectedShare }) => rejectedShare));

/** What is asked of a change, and the figure that shows how much it is. */
type Goal = { readonly of: (service: Service) => number; readonly times: number; readonly least: number };

/** +20 % of the p95, of a service that has one. */
const p95By20: Goal = { of: typicalP95Ms, times: 1.2, least: 1 };
/** Twice the share of 503, of a service that has some. */
const twice503: Goal = { of: meanRejectedShare, times: 2, least: 0.004 };

const steps = 7;

/** The amount by which a release reaches a goal, by bisection on the logarithm; undefined where none up to `most` does. */
const reaching = (service: Service, release: Release, { goal, most }: { goal: Goal; most: number }) => {
  const base = goal.of(service);
  if (base < goal.least || goal.of(release(service, most)) < goal.times * base) return undefined;
  let [low, high] = [1, most];
  for (let step = 0; step < steps; step++) {
    const middle = Math.sqrt(low * high);
    if (goal.of(release(service, middle)) < goal.times * base) low = middle;
    else high = middle;
  }
  return release(service, high);
};

/** What people release by mistake, each so much of it that the figure moves as asked. */
export const changes: Readonly<Record<string, (service: Service) => Service | undefined>> = {
  'slower model, p95 +20 %': (service) => reaching(service, slowerModel, { goal: p95By20, most: 1.4 }),
  'slower path, p95 +20 %': (service) => slowerPath(service, 0.2 * typicalP95Ms(service)),
  'slower start, p95 +20 %': (service) => reaching(service, slowerStart, { goal: p95By20, most: 4 }),
  'slower model, twice the 503': (service) => reaching(service, slowerModel, { goal: twice503, most: 1.6 }),
  'slower start, twice the 503': (service) => reaching(service, slowerStart, { goal: twice503, most: 4 }),
};
