import { type ErrorDetails, HeadroomError } from '../../errors/headroom-error.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { targetTypeOf } from '../../runs/schema/rules/hpa-metric-types.ts';
import {
  boundsIn,
  type DialectName,
  dialects,
  metricMeantBy,
  policySettingsOf,
  type Reading,
} from '../settings/index.ts';
import type { Scaler } from './scalers.ts';

type HpaPolicy = Extract<PolicySettings, { kind: 'hpa' }>;

/** What a live object says; or why it can't be planned with. */
export type LiveReading =
  | {
      readonly kind: 'read';
      readonly reading: Reading;
      /** What it says, over what is only known from elsewhere. */
      readonly policy: PolicySettings;
    }
  | {
      readonly kind: 'refused';
      readonly details: readonly ErrorDetails[];
      /** Absent: not even the object could be read. */
      readonly reading?: Reading;
    };

const knativeClass = 'autoscaling.knative.dev/class';

const dialectOf = ({ object: { kind, annotations } }: Scaler): DialectName => {
  if (kind === 'HTTPScaledObject') return 'keda-http';
  if (kind !== 'PodAutoscaler') return 'hpa';
  return annotations[knativeClass]?.startsWith('hpa.') ? 'hpa' : 'knative';
};

/** A PodAutoscaler has the annotations of its revision's template, so it reads as the Service that it comes from. */
const manifestOf = ({ name, object }: Scaler): object => {
  const { apiVersion, kind, annotations, spec } = object;
  if (kind !== 'PodAutoscaler') return { apiVersion, kind, metadata: { name, annotations }, spec };
  const { containerConcurrency } = spec;
  const revision = containerConcurrency === undefined ? {} : { containerConcurrency };
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name },
    spec: { template: { metadata: { annotations }, spec: revision } },
  };
};

const attempt = <Value>(run: () => Value): Value | HeadroomError => {
  try {
    return run();
  } catch (error) {
    if (error instanceof HeadroomError) return error;
    throw error;
  }
};

/** The targets that an HPA says, by the name of their metric. */
const targetsIn = ({ settings: { targetUtilization, averageValues } }: Reading): Map<string, number> =>
  new Map([
    ...(targetUtilization === undefined ? [] : [['cpu', targetUtilization] as const]),
    ...Object.entries(averageValues ?? {}),
  ]);

type Metric = HpaPolicy['metrics'][number];

/** A metric that the config describes, with what the object says of it; undefined: the object does not have it. */
const withItsTarget = (reading: Reading, metric: Metric): Metric | undefined => {
  const own = targetsIn(reading).get(metric.name);
  if (own !== undefined) return { ...metric, targetValue: own };
  const other = metricMeantBy(reading.otherMetrics, metric.name);
  if (other === undefined) return undefined;
  const target = reading.settings.otherTargets?.[other.hpaName];
  if (target === undefined) return metric;
  const { targetType, value: targetValue } = target;
  return { ...metric, targetValue, ...(targetType !== targetTypeOf(metric) && { targetType }) };
};

/** Whether an object has a metric of that name. */
export const hasMetric = (reading: Reading, { name }: Pick<Metric, 'name'>): boolean =>
  targetsIn(reading).has(name) || metricMeantBy(reading.otherMetrics, name) !== undefined;

/** No file tells what a metric counts; where the config says it of the same metric, its word holds, with the live target. */
const metricsOf = (reading: Reading, live: HpaPolicy | undefined, known: HpaPolicy): HpaPolicy['metrics'] => {
  const same = known.metrics.flatMap((metric) => withItsTarget(reading, metric) ?? []);
  const names = new Set(known.metrics.map(({ name }) => name));
  return [...same, ...(live?.metrics ?? []).filter(({ name }) => !names.has(name))];
};

const overHpa = (
  reading: Reading,
  live: HpaPolicy | HeadroomError,
  known: HpaPolicy,
): PolicySettings | HeadroomError => {
  const policy = live instanceof HeadroomError ? undefined : live;
  const metrics = metricsOf(reading, policy, known);
  if (metrics.length === 0) return live;
  const { behavior } = reading.settings;
  const { behavior: _, ...rest } = known;
  // Of bounds the documents tell what counts where the object says none; the config never does.
  const bounds = boundsIn('hpa', reading);
  return { ...rest, ...bounds, metrics, ...(behavior !== undefined && { behavior }) };
};

/** What the object leaves open may be set for the whole cluster: there the config knows more than the documents. */
const over = (
  reading: Reading,
  live: PolicySettings | HeadroomError,
  known: PolicySettings | null,
): PolicySettings | HeadroomError => {
  if (known === null || known.kind !== reading.dialect) return live;
  if (known.kind === 'hpa') return overHpa(reading, live as HpaPolicy | HeadroomError, known);
  if (live instanceof HeadroomError) return live;
  const said = Object.entries(live).filter(([key]) => Object.hasOwn(reading.settings, key));
  // Of these Knative alone has bounds for the whole cluster.
  const bounds = known.kind === 'keda-http' ? boundsIn(known.kind, reading) : {};
  return { ...known, ...bounds, ...Object.fromEntries(said) } as PolicySettings;
};

/** What a live object says, by the readers of files; or why it can't be read. */
export const objectReading = (scaler: Scaler): Reading | HeadroomError =>
  attempt(() => dialects[dialectOf(scaler)].readingOf(JSON.stringify(manifestOf(scaler))));

/**
 * The policy that a live object configures, by the readers of files. What no object can say (what a metric counts, the
 * controller's own tolerance and period) is taken from the policy that is known, if it is of the same kind.
 */
export const readScaler = (scaler: Scaler, known: PolicySettings | null): LiveReading => {
  const reading = objectReading(scaler);
  if (reading instanceof HeadroomError) return { kind: 'refused', details: reading.details };
  const policy = over(
    reading,
    attempt(() => policySettingsOf(reading.dialect, reading)),
    known,
  );
  if (policy instanceof HeadroomError) return { kind: 'refused', details: policy.details, reading };
  return { kind: 'read', reading, policy };
};
