import type { Planning } from '../../runs/schema/planning.ts';
import type { Service } from './service.ts';

/** What an advice is planned for, and judged by: the next peak, and the mix that is paid for. */
export type Conditions = Pick<Planning, 'margin' | 'spikeShare'>;

/** What services are assessed under: the planning conditions, and whether recordings see the pods of Azure ML's router. */
export type BenchConditions = Conditions & { readonly showsRouterPods: boolean };

/**
 * Time at the baseline that is run for what it costs, after the time in which replicas come to what it needs: the longest of an
 * HPA's windows, and starts. From its minimum on an autoscaler climbs for a while, and costs less than it will for days.
 */
const levelSeconds = 3000;
const settlingSeconds = 600;

/** The same service under a peak of so many times the recorded one, from the same baseline. */
export const withPeak = (service: Service, factor: number): Service => ({
  ...service,
  spike: { ...service.spike, peakRatePerSecond: service.spike.peakRatePerSecond * factor },
});

/** The next peak that an advice must hold; the recorded one where there is no margin. */
export const withMargin = (service: Service, { margin }: Pick<Conditions, 'margin'>): Service =>
  margin === 0 ? service : withPeak(service, 1 + margin);

/** The same service at its baseline, where it is most of the time. */
export const atBaseline = (service: Service): Service => ({
  ...service,
  soak: {
    ratePerSecond: service.spike.baselineRatePerSecond,
    soakSeconds: settlingSeconds + levelSeconds,
  },
  warmupSeconds: settlingSeconds,
});

/** Replicas over the traffic that a plan pays for: the spike for its share of the time, the baseline for the rest. */
export const paidReplicas = (
  { spike, baseline }: { readonly spike: number; readonly baseline: number },
  { spikeShare }: Pick<Conditions, 'spikeShare'>,
): number => spikeShare * spike + (1 - spikeShare) * baseline;
