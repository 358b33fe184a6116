import { allowedRunSpread, type InputFigure } from '../../runs/schema/comparison.ts';
import { measureEndpointServices, mixedService } from '../measure/endpoint-services.ts';
import { measureLimits } from '../measure/limits.ts';
import { overheadByChance } from '../measure/router-overhead.ts';
import type { ServiceTime } from '../measure/service-time.ts';
import { measureStartupLag } from '../measure/startup-lag.ts';
import { type Interval, isInterval, isNotEnoughData } from '../stats/interval.ts';
import { normalCritical } from '../stats/normal.ts';
import { spreadWithin } from '../stats/spread-within.ts';
import { type Typical, timesAsLarge, typicalValue } from '../stats/typical.ts';
import { asServed } from '../timeline/as-served.ts';
import { type Recording, recordedOf } from '../timeline/recording.ts';
import { confidence } from './confidence.ts';

/** What each run of a side tells: typical times by their logarithm, the overhead in ms. */
type Values = Readonly<Record<InputFigure, readonly number[]>>;

/** What the runs of one side tell of the service behind them; undefined where they do not. */
export type Inputs = {
  readonly serviceTime: { readonly from: ServiceTime['from']; readonly typical: Typical } | undefined;
  readonly startupLag: Typical | undefined;
  /** In ms. */
  readonly routerOverhead: Interval | undefined;
  /** As many as there are, or as if there were. */
  readonly runs: number;
  readonly perRun: Values;
};

type Together = Pick<Inputs, InputFigure>;

const together = (recordings: readonly Recording[]): Together => {
  const runs = recordings.map((recording) => recordedOf(asServed(recording)));
  const service = mixedService(measureEndpointServices(runs, measureLimits(runs)));
  const lag = measureStartupLag(runs);
  const overhead = overheadByChance(runs, confidence);
  const typical = isNotEnoughData(service) ? undefined : service.typical;
  return {
    serviceTime:
      isNotEnoughData(service) || typical === undefined ? undefined : { from: service.from, typical },
    startupLag: isNotEnoughData(lag) ? undefined : lag.typical,
    routerOverhead: isInterval(overhead) ? overhead : undefined,
  };
};

/** Measures the inputs of runs of one service. Without the service-time header the overhead is part of the service time. */
export const inputsOf = (recordings: readonly Recording[]): Inputs => {
  const all = together(recordings);
  const each = recordings.length > 1 ? recordings.map((recording) => together([recording])) : [all];
  const valuesOf = (pick: (one: Together) => number | undefined): number[] =>
    each.flatMap((one) => pick(one) ?? []);
  return {
    ...all,
    runs: recordings.length,
    perRun: {
      serviceTime: valuesOf(({ serviceTime }) => serviceTime?.typical.mid),
      startupLag: valuesOf(({ startupLag }) => startupLag?.mid),
      routerOverhead: valuesOf(({ routerOverhead }) => routerOverhead?.mid),
    },
  };
};

/** Both sides of one input in ms, and how far they lie apart; undefined where one side does not have it. */
export type InputPair = {
  readonly base: number | null;
  readonly compared: number | null;
  readonly difference: Interval | null;
};

/** A typical value of some runs is known no better than these lie apart, and than machines are alike. */
const asFarApart = (typical: Typical, spread: number, runs: number): Typical => ({
  ...typical,
  standardError: Math.hypot(Math.max(typical.standardError, spread), allowedRunSpread / Math.sqrt(runs)),
});

const ofTypical = (base: Typical | undefined, compared: Typical | undefined, level: number): InputPair => {
  const values = {
    base: base ? typicalValue(base) : null,
    compared: compared ? typicalValue(compared) : null,
  };
  if (base === undefined || compared === undefined) return { ...values, difference: null };
  const { low, mid, high } = timesAsLarge(base, compared, level);
  const more = (times: number): number => typicalValue(base) * (times - 1);
  return { ...values, difference: { low: more(low), mid: more(mid), high: more(high), confidence: level } };
};

/** The interval of a level, of a value whose runs lie so far apart. */
const widened = ({ low, mid, high }: Interval, spread: number, level: number): Interval => {
  const [times, least] = [normalCritical(level) / normalCritical(confidence), normalCritical(level) * spread];
  return {
    low: mid - Math.max(times * (mid - low), least),
    mid,
    high: mid + Math.max(times * (high - mid), least),
    confidence: level,
  };
};

/** Errors of both sides are independent, so their squares add up. */
const ofIntervals = (base: Interval | undefined, compared: Interval | undefined): InputPair => {
  const values = { base: base?.mid ?? null, compared: compared?.mid ?? null };
  if (base === undefined || compared === undefined) return { ...values, difference: null };
  const mid = compared.mid - base.mid;
  const low = mid - Math.hypot(compared.mid - compared.low, base.high - base.mid);
  const high = mid + Math.hypot(compared.high - compared.mid, base.mid - base.low);
  return { ...values, difference: { low, mid, high, confidence: base.confidence } };
};

/** A service time with the network and one without it can't be compared. */
const serviceOf = ({ serviceTime }: Inputs, from: ServiceTime['from'] | undefined): Typical | undefined =>
  serviceTime?.from === from ? serviceTime?.typical : undefined;

/**
 * Every input of both sides, with the interval of a level. Chance is what one run shows by itself, or how far runs of one side
 * lie apart, whichever is more; of typical times also what machines may differ by.
 */
export const inputPairs = (
  base: Inputs,
  compared: Inputs,
  level = confidence,
): Readonly<Record<InputFigure, InputPair>> => {
  const spreadOf = (input: InputFigure, { runs }: Inputs): number =>
    spreadWithin([base.perRun[input], compared.perRun[input]]) / Math.sqrt(runs);
  const typicalOf = (input: InputFigure, side: Inputs, typical: Typical | undefined) =>
    typical && asFarApart(typical, spreadOf(input, side), side.runs);
  const overheadOf = (side: Inputs): Interval | undefined =>
    side.routerOverhead && widened(side.routerOverhead, spreadOf('routerOverhead', side), level);
  const from = base.serviceTime?.from;
  return {
    serviceTime: ofTypical(
      typicalOf('serviceTime', base, serviceOf(base, from)),
      typicalOf('serviceTime', compared, serviceOf(compared, from)),
      level,
    ),
    startupLag: ofTypical(
      typicalOf('startupLag', base, base.startupLag),
      typicalOf('startupLag', compared, compared.startupLag),
      level,
    ),
    routerOverhead: ofIntervals(overheadOf(base), overheadOf(compared)),
  };
};
