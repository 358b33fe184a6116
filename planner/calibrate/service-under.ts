import type { Calibration, RouterReading } from '../../runs/schema/calibration.ts';
import { withCutTail, withMean, withoutTail } from '../measure/empirical.ts';
import { cutTailOf, shareBeyond, tellsTail } from '../measure/tail.ts';
import { meanOfDistribution } from '../stats/distributions.ts';
import { sumOf } from '../stats/sum.ts';

type Service = Calibration['service'];
type CutService = Service & { readonly cut: NonNullable<Service['cut']> };

/** Whether a timeout cut some of the service times, but not so many that what lies beyond it is a guess. */
export const isCut = (service: Service): service is CutService =>
  service.cut !== undefined && tellsTail(service.cut) && service.distribution.kind === 'empirical';

/** What a reading of the router makes of the service times. */
export type ServiceReading = Pick<RouterReading, 'serviceFactor' | 'cutFactor'>;

/**
 * What was seen below the timeout, and what lies beyond it as a reading of the router has it. The timeout stays where it is,
 * whatever the mean: beyond it lies a part of those that were cut, the others had waited.
 *
 * @param options.times how many times as long those that were seen are
 */
export const cutPartsOf = (
  { distribution, samples, cut }: CutService,
  { times, cutFactor }: Pick<ServiceReading, 'cutFactor'> & { readonly times: number },
) => {
  const asSeen = withoutTail(distribution, cut.beyondShare);
  const seen = withMean(asSeen, times * meanOfDistribution(asSeen));
  const quantilesMs = seen.kind === 'empirical' ? seen.quantilesMs : [seen.meanMs];
  return { seen, quantilesMs, tail: cutTailOf(quantilesMs, samples, { ...cut, factor: cutFactor }) };
};

/**
 * The service times as a reading of the router has them, for a mean of all that were measured.
 *
 * @param meanMs beside the interval of the service as measured
 */
export const serviceUnder = (
  service: Service,
  { serviceFactor, cutFactor }: ServiceReading,
  meanMs: number,
): Service['distribution'] => {
  if (!isCut(service)) return withMean(service.distribution, meanMs * serviceFactor);
  const times = (meanMs * serviceFactor) / service.meanMs.mid;
  const { seen, tail } = cutPartsOf(service, { times, cutFactor });
  return withCutTail(seen, service.cut.limitMs, tail);
};

/** The part of the cut requests that took too long in a slot: by each reading of the router, with its share of belief. */
export const likelyCutFactor = (readings: readonly RouterReading[]): number =>
  sumOf(readings.map(({ share, cutFactor }) => share * cutFactor));

/** The service times with as many beyond a timeout as the readings of the router leave there, each by its share of belief. */
export const settledService = (service: Service, readings: readonly RouterReading[]): Service => {
  if (!isCut(service)) return service;
  const { seen, tail } = cutPartsOf(service, { times: 1, cutFactor: likelyCutFactor(readings) });
  const distribution = withCutTail(seen, service.cut.limitMs, tail);
  const times = meanOfDistribution(distribution) / meanOfDistribution(service.distribution);
  const { low, mid, high, confidence } = service.meanMs;
  return {
    ...service,
    distribution,
    meanMs: { low: low * times, mid: mid * times, high: high * times, confidence },
    cut: { ...service.cut, beyondShare: shareBeyond(tail) },
  };
};
