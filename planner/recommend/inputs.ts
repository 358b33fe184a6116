import type { CalibratedLimit, Calibration } from '../../runs/schema/calibration.ts';
import type { Recommendation } from '../../runs/schema/recommendation.ts';
import { type Interval, isInterval } from '../stats/interval.ts';

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

const range = ({ low, mid, high }: Interval, unit: string): string =>
  low === high ? `${rounded(mid)} ${unit}` : `${rounded(mid)} ${unit} (${rounded(low)} to ${rounded(high)})`;

const limit = ({ valueMs }: CalibratedLimit): string => (valueMs === null ? 'none' : range(valueMs, 'ms'));

/** What the advice rests on, and where each of it comes from. */
export const inputsOf = (calibration: Calibration): Recommendation['inputs'] => {
  const {
    service,
    startupLag,
    queueWaitLimit,
    requestTimeout,
    router,
    overhead,
    slotsPerReplica,
    policy,
    burstiness,
  } = calibration;
  const dispersion = burstiness.indexOfDispersion;
  const named: readonly (readonly [
    name: string,
    value: string,
    from: { provenance: Recommendation['inputs'][number]['provenance']; note: string },
  ])[] = [
    ['mean service time', range(service.meanMs, 'ms'), service],
    ['mean start-up lag', range(startupLag.meanMs, 'ms'), startupLag],
    ['limit of the wait (503)', limit(queueWaitLimit), queueWaitLimit],
    ['request timeout (504)', limit(requestTimeout), requestTimeout],
    ['router instances', String(router.instances), router],
    ['a timed-out request', router.onTimeout === 'release' ? 'frees its slot' : 'works on', router],
    ['network and router beyond service', range(overhead.ms, 'ms'), overhead],
    ['slots per replica', String(slotsPerReplica.value), slotsPerReplica],
    ['autoscaler', policy.settings.kind, policy],
    [
      'dispersion of arrivals',
      isInterval(dispersion) ? range(dispersion, 'variance / mean') : 'taken as 1',
      burstiness,
    ],
  ];
  return named.map(([name, value, { provenance, note }]) => ({ name, value, provenance, note }));
};
