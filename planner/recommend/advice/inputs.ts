import type { CalibratedLimit, Calibration } from '../../../runs/schema/calibration.ts';
import type { PlanInput, Recommendation } from '../../../runs/schema/recommendation.ts';
import { isSameWay, shareWhere } from '../../calibrate/router/belief.ts';
import { type Interval, isInterval } from '../../stats/interval.ts';

type Value = PlanInput['value'];

const range = (
  interval: Interval,
  unit: Extract<Value, { kind: 'range' }>['unit'] = 'millisecond',
): Value => ({
  kind: 'range',
  unit,
  range: interval,
});

const limit = ({ valueMs }: CalibratedLimit): Value => (valueMs === null ? { kind: 'none' } : range(valueMs));

type Router = Calibration['router'];
type Source = Pick<PlanInput, 'provenance' | 'note'>;

/** A reading that is believed in this much is as good as seen. */
const sureFrom = 0.9;

/** Rounding of the shares may leave their sum a little above 1. */
const shareOf = (share: number): number => Math.min(1, share);

const instances = (router: Router): Value => ({
  kind: 'beliefs',
  options: [...new Set(router.readings.map((reading) => reading.instances))].map((count) => ({
    option: count,
    share: shareOf(shareWhere(router.readings, (reading) => reading.instances === count)),
  })),
});

/** How requests find their replica: each way once, with its share of belief. */
const ways = (router: Router): Value => ({
  kind: 'beliefs',
  options: router.readings
    .filter((one, i, all) => all.findIndex((other) => isSameWay(one, other)) === i)
    .map(({ balancing, balancedPer }) => ({
      option: { balancing, balancedPer },
      share: shareOf(shareWhere(router.readings, (other) => isSameWay(other, { balancing, balancedPer }))),
    })),
});

/** Several routers are a question only where they share one queue's replicas. */
const asksInstances = ({ readings }: Router): boolean =>
  readings.every(({ balancing }) => balancing === 'central');

const fate = (router: Router): Value => ({
  kind: 'beliefs',
  options: (['release', 'keepWorking'] as const).map((option) => ({
    option,
    share: shareOf(shareWhere(router.readings, ({ onTimeout }) => onTimeout === option)),
  })),
});

const fateSource = (router: Router): Source => {
  if (router.isOnTimeoutStated) return { note: router.note, provenance: 'configured' };
  const keeps = shareWhere(router.readings, ({ onTimeout }) => onTimeout === 'keepWorking');
  const isSeen = Math.max(keeps, 1 - keeps) >= sureFrom && router.verdict !== 'notTried';
  return { note: router.note, provenance: isSeen ? 'inferred' : 'assumed' };
};

type Named = readonly [input: PlanInput['input'], value: Value, from: Source];

/** What stands between the load and an HPA's decision. */
const usageInputs = ({ cpuPerBusy, sampleAge }: NonNullable<Calibration['hpa']>): readonly Named[] => {
  const { low, mid, high, confidence } = sampleAge.seconds;
  const ageMs = { low: low * 1000, mid: mid * 1000, high: high * 1000, confidence };
  return [
    ['cpuPerBusy', range(cpuPerBusy.share, 'shareOfRequest'), cpuPerBusy],
    ['sampleAge', range(ageMs), sampleAge],
  ];
};

/** What the advice rests on, and where each of it comes from. */
export const inputsOf = (calibration: Calibration): Recommendation['inputs'] => {
  const {
    service,
    startupLag,
    queuePlace,
    queueWaitLimit,
    requestTimeout,
    router,
    overhead,
    slotsPerReplica,
    policy,
    hpa,
    burstiness,
  } = calibration;
  const dispersion = burstiness.indexOfDispersion;
  const named: readonly Named[] = [
    ['serviceTime', range(service.meanMs), service],
    ['startupLag', range(startupLag.meanMs), startupLag],
    ['queuePlace', ways(router), queuePlace],
    ['queueWait', limit(queueWaitLimit), queueWaitLimit],
    ['requestTimeout', limit(requestTimeout), requestTimeout],
    ...(asksInstances(router) ? [['routerInstances', instances(router), router] as const] : []),
    ['timedOutRequest', fate(router), fateSource(router)],
    ['overhead', range(overhead.ms), overhead],
    ['slotsPerReplica', { kind: 'count', count: slotsPerReplica.value }, slotsPerReplica],
    ['autoscaler', { kind: 'policy', policy: policy.settings.kind }, policy],
    ...(hpa ? usageInputs(hpa) : []),
    [
      'dispersion',
      isInterval(dispersion) ? range(dispersion, 'varianceOverMean') : { kind: 'count', count: 1 },
      burstiness,
    ],
  ];
  return named.map(([input, value, { provenance, note }]) => ({ input, value, provenance, note }));
};
