import type { InputFigure } from '../../runs/schema/comparison.ts';
import { measureEndpointServices, mixedService } from '../measure/endpoint-services.ts';
import { measureLimits } from '../measure/limits.ts';
import { overheadByChance } from '../measure/router-overhead.ts';
import type { ServiceTime } from '../measure/service-time.ts';
import { measureStartupLag } from '../measure/startup-lag.ts';
import { type Interval, isInterval } from '../stats/interval.ts';
import { type Typical, timesAsLarge, typicalValue } from '../stats/typical.ts';
import { asServed } from '../timeline/as-served.ts';
import { type Recording, recordedOf } from '../timeline/recording.ts';
import { confidence } from './confidence.ts';

/** What the runs of one side tell of the service behind them; undefined where they do not. */
export type Inputs = {
  readonly serviceTime: { readonly from: ServiceTime['from']; readonly typical: Typical } | undefined;
  readonly startupLag: Typical | undefined;
  /** In ms. */
  readonly routerOverhead: Interval | undefined;
};

/** Measures the inputs of runs of one service. Without the service-time header the overhead is part of the service time. */
export const inputsOf = (recordings: readonly Recording[]): Inputs => {
  const runs = recordings.map((recording) => recordedOf(asServed(recording)));
  const service = mixedService(measureEndpointServices(runs, measureLimits(runs)));
  const lag = measureStartupLag(runs);
  const overhead = overheadByChance(runs, confidence);
  const typical = 'kind' in service ? undefined : service.typical;
  return {
    serviceTime: 'kind' in service || typical === undefined ? undefined : { from: service.from, typical },
    startupLag: 'kind' in lag ? undefined : lag.typical,
    routerOverhead: isInterval(overhead) ? overhead : undefined,
  };
};

/** Both sides of one input in ms, and how far they lie apart; undefined where one side does not have it. */
export type InputPair = {
  readonly base: number | null;
  readonly compared: number | null;
  readonly difference: Interval | null;
};

const ofTypical = (base: Typical | undefined, compared: Typical | undefined): InputPair => {
  const values = {
    base: base ? typicalValue(base) : null,
    compared: compared ? typicalValue(compared) : null,
  };
  if (base === undefined || compared === undefined) return { ...values, difference: null };
  const { low, mid, high } = timesAsLarge(base, compared, confidence);
  const more = (times: number): number => typicalValue(base) * (times - 1);
  return { ...values, difference: { low: more(low), mid: more(mid), high: more(high), confidence } };
};

/** Errors of both sides are independent, so their squares add up. */
const ofIntervals = (base: Interval | undefined, compared: Interval | undefined): InputPair => {
  const values = { base: base?.mid ?? null, compared: compared?.mid ?? null };
  if (base === undefined || compared === undefined) return { ...values, difference: null };
  const mid = compared.mid - base.mid;
  const low = mid - Math.hypot(compared.mid - compared.low, base.high - base.mid);
  const high = mid + Math.hypot(compared.high - compared.mid, base.mid - base.low);
  return { ...values, difference: { low, mid, high, confidence } };
};

/** A service time with the network and one without it can't be compared. */
const serviceOf = ({ serviceTime }: Inputs, from: ServiceTime['from'] | undefined): Typical | undefined =>
  serviceTime?.from === from ? serviceTime?.typical : undefined;

/** Every input of both sides. */
export const inputPairs = (base: Inputs, compared: Inputs): Readonly<Record<InputFigure, InputPair>> => ({
  serviceTime: ofTypical(base.serviceTime?.typical, serviceOf(compared, base.serviceTime?.from)),
  startupLag: ofTypical(base.startupLag, compared.startupLag),
  routerOverhead: ofIntervals(base.routerOverhead, compared.routerOverhead),
});
