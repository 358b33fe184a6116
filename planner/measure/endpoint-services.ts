import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import type { Evidence } from '../../runs/schema/result.ts';
import { type Interval, isNotEnoughData, type NotEnoughData } from '../stats/interval.ts';
import { mixtureQuantiles, quantilesOfMeasured } from '../stats/mixture.ts';
import { sumOf } from '../stats/sum.ts';
import type { Typical } from '../stats/typical.ts';
import { type Recorded, recordedOfEndpoint } from '../timeline/recording.ts';
import { knots, withMean } from './empirical.ts';
import { confidence } from './evidence.ts';
import type { Limits } from './limits.ts';
import { type CutService, measureServiceTime, type ServiceTime } from './service-time.ts';

/** What the requests of one endpoint take in a slot, and how many of all requests they are. */
export type EndpointService = {
  readonly name: string;
  /** Of the planned arrivals, over all runs. */
  readonly share: number;
  readonly service: ServiceTime | NotEnoughData;
};

type Known = EndpointService & { readonly service: ServiceTime };

const isKnown = (one: EndpointService): one is Known => !isNotEnoughData(one.service);

/** Arrivals that the plans gave to an endpoint; to the only one all of them. */
const plannedFor = (runs: readonly Recorded[], i: number): number =>
  sumOf(runs.map(({ run }) => sumOf(run.plannedPerEndpoint?.[i] ?? run.plannedPerSecond)));

/** Service time of each endpoint of the last run, by its requests alone. */
export const measureEndpointServices = (runs: readonly Recorded[], limits: Limits): EndpointService[] => {
  const endpoints = endpointsOf(runs.at(-1)!.run.config);
  const planned = endpoints.map((_, i) => plannedFor(runs, i));
  return endpoints.map(({ name }, i) => ({
    name,
    share: planned[i]! / Math.max(1, sumOf(planned)),
    service: measureServiceTime(
      runs.map((recorded) => recordedOfEndpoint(recorded, name)),
      limits,
    ),
  }));
};

/** Means of parts that were measured apart: their errors are independent, so their squares add up. */
const mixedMean = (parts: readonly Known[]): Interval => {
  const add = (pick: (mean: Interval) => number): number =>
    sumOf(parts.map(({ share, service }) => share * pick(service.meanMs)));
  const spread = (pick: (mean: Interval) => number): number =>
    Math.sqrt(sumOf(parts.map(({ share, service }) => (share * pick(service.meanMs)) ** 2)));
  const mid = add((mean) => mean.mid);
  return {
    low: mid - spread((mean) => mean.mid - mean.low),
    mid,
    high: mid + spread((mean) => mean.high - mean.mid),
    confidence,
  };
};

/** Typical times of parts, by their shares: what makes each twice as long makes the mixture twice as long. */
const mixedTypical = (parts: readonly Known[]): Typical | undefined => {
  const times = parts.flatMap(({ share, service: { typical } }) => (typical ? [{ share, ...typical }] : []));
  if (times.length < parts.length) return undefined;
  return {
    mid: sumOf(times.map(({ share, mid }) => share * mid)),
    standardError: Math.hypot(...times.map(({ share, standardError }) => share * standardError)),
    degrees: sumOf(times.map(({ degrees }) => degrees)),
  };
};

/** What was cut of any of them, beyond the limit of the one with most of it. */
const mixedCut = (parts: readonly Known[]): CutService | null => {
  const cuts = parts.flatMap(({ share, service: { cut } }) => (cut === null ? [] : [{ share, cut }]));
  if (cuts.length === 0) return null;
  const requests = sumOf(cuts.map(({ cut }) => cut.requests));
  const [most] = cuts.toSorted((a, b) => b.share * b.cut.beyondShare - a.share * a.cut.beyondShare);
  return {
    seconds: most!.cut.seconds,
    limitMs: most!.cut.limitMs,
    requests,
    of: requests / sumOf(cuts.map(({ share, cut }) => (share * cut.requests) / cut.of)),
    beyondShare: sumOf(cuts.map(({ share, cut }) => share * cut.beyondShare)),
  };
};

const addEvidence = (all: readonly Evidence[]): Evidence[] =>
  [...Map.groupBy(all, ({ file }) => file)].map(([, same]) => ({
    ...same[0]!,
    n: sumOf(same.map(({ n }) => n)),
  }));

/**
 * Service time of all requests: those of the endpoints by the shares in which the plan sends them. Chosen over one
 * measurement of all answers: of an endpoint that fails or waits more, fewer answers are there to be measured.
 *
 * @param services of every endpoint; those that could not be measured are left out
 */
export const mixedService = (services: readonly EndpointService[]): ServiceTime | NotEnoughData => {
  const known = services.filter(isKnown);
  const [first] = known;
  if (first === undefined) return services[0]!.service;
  if (services.length === 1) return first.service;
  const sum = sumOf(known.map(({ share }) => share));
  const parts = known.map((one) => ({ ...one, share: one.share / sum }));
  const meanMs = mixedMean(parts);
  const quantilesMs = mixtureQuantiles(
    parts.map(({ share, service }) => ({ share, quantilesMs: quantilesOfMeasured(service.distribution) })),
    knots,
  );
  return {
    from: parts.every(({ service }) => service.from === 'header') ? 'header' : 'unqueuedLatency',
    meanMs,
    typical: mixedTypical(parts),
    distribution: withMean({ kind: 'empirical', quantilesMs }, meanMs.mid),
    samples: sumOf(parts.map(({ service }) => service.samples)),
    cut: mixedCut(parts),
    evidence: addEvidence(parts.flatMap(({ service }) => service.evidence)),
  };
};
