import type { CalibratedLimit, Calibration } from '../../../runs/schema/calibration.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import { type Interval, isInterval } from '../../stats/interval.ts';

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

const range = ({ low, mid, high }: Interval, unit: string): string =>
  low === high ? `${rounded(mid)} ${unit}` : `${rounded(mid)} ${unit} (${rounded(low)} to ${rounded(high)})`;

const limit = ({ valueMs }: CalibratedLimit): string => (valueMs === null ? 'none' : range(valueMs, 'ms'));

type Router = Calibration['router'];
type Source = { readonly provenance: Recommendation['inputs'][number]['provenance']; readonly note: string };

/** A reading that is believed in this much is as good as seen; one below the other share is not worth a word. */
const sureFrom = 0.9;
const worthWord = 0.05;

const believed = ({ readings }: Router, holds: (reading: Router['readings'][number]) => boolean): number =>
  readings.filter(holds).reduce((sum, { share }) => sum + share, 0);

/** The likeliest with its share of belief first; alone and without it where it is as good as seen. */
const inBeliefs = (options: readonly (readonly [text: string, share: number])[]): string => {
  const likely = options.filter(([, share]) => share >= worthWord).sort(([, a], [, b]) => b - a);
  const [[first, share] = ['unknown', 0]] = likely;
  return share >= sureFrom
    ? first
    : likely.map(([text, of]) => `${text} (${rounded(100 * of)} %)`).join(', ');
};

const instancesText = (router: Router): string => {
  const counts = [...new Set(router.readings.map(({ instances }) => instances))];
  return inBeliefs(counts.map((n) => [String(n), believed(router, ({ instances }) => instances === n)]));
};

const fateText = (router: Router): string => {
  const keeps = believed(router, ({ onTimeout }) => onTimeout === 'keepWorking');
  return inBeliefs([
    ['frees its slot', 1 - keeps],
    ['works on', keeps],
  ]);
};

const fateSource = (router: Router): Source => {
  const keeps = believed(router, ({ onTimeout }) => onTimeout === 'keepWorking');
  const isSeen = Math.max(keeps, 1 - keeps) >= sureFrom && router.verdict !== 'notTried';
  return { note: router.note, provenance: isSeen ? 'measured' : 'assumed' };
};

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
  const named: readonly (readonly [name: string, value: string, from: Source])[] = [
    ['mean service time', range(service.meanMs, 'ms'), service],
    ['mean start-up lag', range(startupLag.meanMs, 'ms'), startupLag],
    ['limit of the wait (503)', limit(queueWaitLimit), queueWaitLimit],
    ['request timeout (504)', limit(requestTimeout), requestTimeout],
    ['router instances', instancesText(router), router],
    ['a timed-out request', fateText(router), fateSource(router)],
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
