import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import { type Interval, isNotEnoughData, type NotEnoughData, notEnoughData } from '../stats/interval.ts';
import { emptySketch, logMomentsOf, mergeSketches, quantileOf } from '../stats/sketch.ts';
import { studentCritical } from '../stats/student-t.ts';
import { sumOf } from '../stats/sum.ts';
import { trendOf } from '../stats/trend.ts';
import { type Recorded, recordedOfEndpoint } from '../timeline/recording.ts';
import { type AlikeSeconds, alikeSeconds, type Conditions, type TimedSecond } from './alike-seconds.ts';
import { countErrors } from './errors.ts';

/** Service times in some seconds of a recording. */
type ServicePart = {
  readonly fromSecond: number;
  /** Included. */
  readonly toSecond: number;
  readonly answers: number;
  readonly medianMs: number;
};

/** How service times changed while the load ran: only seconds of the same planned rate and as many replicas are compared. */
type ServiceGrowth = {
  readonly from: AlikeSeconds['from'];
  /** Share by which the typical service time (geometric mean) grows in a minute; below 0 it falls. */
  readonly perMinute: Interval;
  /** Answers that this was measured on. */
  readonly answers: number;
  /** The conditions whose seconds tell most: the first and the last third of these seconds. */
  readonly conditions: Conditions;
  readonly first: ServicePart;
  readonly last: ServicePart;
  /** At that pace, how many times as long service times are in the last of these seconds as in the first. */
  readonly times: number;
  /** Beyond chance, by a tenth or more, and not taken back at the end. */
  readonly hasGrown: boolean;
};

/** Chance alone passes the upper end in one of two hundred recordings, and the lower end in as many. */
const confidence = 0.99;

/** Service times that grew by less change no decision. */
const timesMin = 1.1;

/** So much of it must show in the medians. */
const medianTimesMin = 1.05;

/** What falls by more than this in its later half was a cold start or a busy neighbour, and is over. */
const laterTimesMin = 0.95;

/** Fewer answers in a third tell too little of its median. */
const answersMin = 100;

/** What changes within less time may be a cache that fills. */
const secondsMin = 120;

/** Where more requests fail, those that are answered may be the quick ones. */
const failedShareMax = 0.01;

const lengthOf = (seconds: readonly TimedSecond[]): number => seconds.at(-1)!.second - seconds[0]!.second;

/** What seconds tell of a slope goes with their number and the square of their length. */
const worthOf = ({ seconds }: AlikeSeconds): number => seconds.length * lengthOf(seconds) ** 2;

const partOf = (seconds: readonly TimedSecond[]): ServicePart => {
  const all = seconds.map(({ times }) => times).reduce(mergeSketches, emptySketch);
  return {
    fromSecond: seconds[0]!.second,
    toSecond: seconds.at(-1)!.second,
    answers: all.count,
    medianMs: quantileOf(all, 0.5) ?? 0,
  };
};

const failedShareOf = (seconds: readonly TimedSecond[]): number => {
  const counts = seconds.map(({ cell }) => countErrors(cell.outcomes));
  return (
    sumOf(counts.map(({ failed }) => failed)) / Math.max(1, sumOf(counts.map(({ requests }) => requests)))
  );
};

const slopeOf = (groups: readonly (readonly TimedSecond[])[]) =>
  trendOf(groups.map((seconds) => seconds.map(({ second, times }) => ({ second, ...logMomentsOf(times) }))));

const laterHalf = (seconds: readonly TimedSecond[]): readonly TimedSecond[] =>
  seconds.slice(Math.floor(seconds.length / 2));

/** By how many times something grows in so many seconds, from the logarithm of its growth in one. */
const timesIn = (seconds: number, logPerSecond: number): number => Math.exp(seconds * logPerSecond);

/**
 * Growth of the service time with the time that the service runs: what a leak does, and much else. It is the common trend of all
 * seconds that are alike (see `alikeSeconds`), so that neither a higher load, nor other replicas, nor a queue looks like growth.
 * It is not told where it may have been a start: see `hasGrown`. Service times that fall are measured and never called grown.
 *
 * @returns notEnoughData where no conditions last, or come again after, two minutes with 100 answers in the first and the last third,
 *   or where requests fail meanwhile
 */
export const measureServiceGrowth = (recorded: Recorded): ServiceGrowth | NotEnoughData => {
  const alike = alikeSeconds(recorded);
  const [main] = alike.toSorted((a, b) => worthOf(b) - worthOf(a));
  const length = main === undefined ? 0 : lengthOf(main.seconds);
  if (main === undefined || length < secondsMin) return notEnoughData('secondsOfLoad', secondsMin, length);
  const third = Math.ceil(main.seconds.length / 3);
  const [first, last] = [partOf(main.seconds.slice(0, third)), partOf(main.seconds.slice(-third))];
  const fewest = Math.min(first.answers, last.answers);
  const groups = alike.map(({ seconds }) => seconds);
  const slope = slopeOf(groups);
  if (fewest < answersMin || slope === undefined || failedShareOf(groups.flat()) > failedShareMax)
    return notEnoughData('successfulRequests', answersMin, fewest);
  const half = studentCritical(confidence, slope.degrees) * slope.standardError;
  const perMinute = (logPerSecond: number): number => timesIn(60, logPerSecond) - 1;
  const times = timesIn(length, slope.mid);
  return {
    from: main.from,
    perMinute: {
      low: perMinute(slope.mid - half),
      mid: perMinute(slope.mid),
      high: perMinute(slope.mid + half),
      confidence,
    },
    answers: sumOf(groups.flat().map((second) => second.times.count)),
    conditions: main.conditions,
    first,
    last,
    times,
    hasGrown:
      slope.mid > half &&
      times >= timesMin &&
      last.medianMs >= medianTimesMin * first.medianMs &&
      timesIn(length / 2, slopeOf(groups.map(laterHalf))?.mid ?? 0) >= laterTimesMin,
  };
};

/** Growth of the service time of one endpoint. */
export type EndpointGrowth = {
  /** null: the only one. */
  readonly endpoint: string | null;
  readonly growth: ServiceGrowth;
};

/** The endpoints whose service times grew, in the order of the config. */
export const grownServices = (recorded: Recorded): EndpointGrowth[] => {
  const endpoints = endpointsOf(recorded.run.config);
  return endpoints.flatMap(({ name }) => {
    const growth = measureServiceGrowth(recordedOfEndpoint(recorded, name));
    if (isNotEnoughData(growth) || !growth.hasGrown) return [];
    return [{ endpoint: endpoints.length === 1 ? null : name, growth }];
  });
};
