import type { AutoscalerLine, CurrentMetric, PodLine } from '../../../runs/schema/cluster-series.ts';
import { isReplica } from '../../../runs/schema/pod-phase.ts';
import type { HpaSettings } from '../../../runs/schema/policy.ts';
import type { HpaMetric } from '../../../runs/schema/rules/hpa-metric.ts';
import { isOfService, metricTypeOf, targetTypeOf } from '../../../runs/schema/rules/hpa-metric-types.ts';
import { kubernetes } from '../../platforms/kubernetes.ts';
import { metricKey, type Observation, type PodObservation, podRequestsOf } from '../../policies/index.ts';
import { quantity } from '../../settings/index.ts';

const milliOf = (text: string | null): number | undefined => {
  const value = text === null ? undefined : (quantity.read(text) ?? undefined);
  return value === undefined ? undefined : Math.round(value * 1000);
};

/** A pod of a replay requests one whole unit, so a percent of the request is ten thousandths. */
const milliPerPercent = 10;

const reportedMilli = (metric: HpaMetric, current: CurrentMetric): number | undefined => {
  switch (targetTypeOf(metric)) {
    case 'Utilization':
      return current.averageUtilization === null ? undefined : current.averageUtilization * milliPerPercent;
    case 'AverageValue':
      return milliOf(current.averageValue);
    case 'Value':
      return milliOf(current.value);
  }
};

/** What an HPA's status says that each metric of the settings was, in thousandths; a metric without a value is missing. */
const valuesIn = (
  { currentMetrics }: AutoscalerLine,
  metrics: HpaSettings['metrics'],
): Map<HpaMetric, number> =>
  new Map(
    metrics.flatMap((metric) => {
      const current = currentMetrics.find(
        ({ type, name, container }) =>
          type === metricTypeOf(metric) && name === metric.name && container === (metric.container ?? null),
      );
      const milli = current && reportedMilli(metric, current);
      return milli === undefined ? [] : [[metric, milli] as const];
    }),
  );

type Context = {
  /** Of the cluster's clock. */
  readonly nowMs: number;
  readonly settings: HpaSettings;
  readonly samplesMilli: Readonly<Record<string, number>>;
  /** After which the metrics server reads a new pod for the first time. */
  readonly firstReadingSeconds: number;
  /** The pod that surely has a sample that counts: the one that has been ready for longest. */
  readonly veteran: PodLine | undefined;
};

const phases: readonly string[] = ['Pending', 'Running', 'Succeeded', 'Failed'];

/** Of the ready pods the one that became so first. */
const longestReady = (pods: readonly PodLine[]): PodLine | undefined =>
  pods.filter(({ ready }) => ready).toSorted((a, b) => (a.readyAtMs ?? 0) - (b.readyAtMs ?? 0))[0];

/**
 * A pod as the controller saw it. It has a sample once it was read twice. One pod has a sample that counts whatever its age: the
 * status would have no value else.
 */
const podOf = (
  line: PodLine,
  { nowMs, settings, samplesMilli, firstReadingSeconds, veteran }: Context,
): PodObservation => {
  const { metricsResolutionSeconds, sampleAgeSeconds } = settings;
  const secondsSince = (ms: number): number => Math.max(0, (nowMs - ms) / 1000);
  const bornMs = line.scheduledAtMs ?? line.createdAtMs ?? line.startedAtMs ?? 0;
  const ageSeconds = secondsSince(bornMs);
  const runsFor = line.startedAtMs === null ? 0 : secondsSince(line.startedAtMs);
  const readFrom = firstReadingSeconds + metricsResolutionSeconds;
  const hasSample = line === veteran || (line.phase === 'Running' && runsFor >= readFrom);
  const span =
    line === veteran
      ? { windowSeconds: 0, takenSecondsAgo: 0 }
      : { windowSeconds: metricsResolutionSeconds, takenSecondsAgo: sampleAgeSeconds };
  return {
    phase: phases.includes(line.phase) ? (line.phase as PodObservation['phase']) : 'Unknown',
    ageSeconds,
    ready: line.ready,
    readinessForSeconds: line.ready && line.readyAtMs !== null ? secondsSince(line.readyAtMs) : ageSeconds,
    requestsMilli: podRequestsOf(settings.metrics),
    samples: hasSample
      ? Object.fromEntries(Object.entries(samplesMilli).map(([key, milli]) => [key, { ...span, milli }]))
      : {},
  };
};

type Look = {
  readonly nowMs: number;
  readonly settings: HpaSettings;
  readonly firstReading: 'early' | 'late';
};

/**
 * Pods and metrics as the controller saw them at a look, from its own status: every pod that counts has the mean that it
 * reports. What the status leaves out is missing.
 *
 * @param nowMs on the cluster's clock
 * @param firstReading new pods may be read early or late: which of them had a sample is not recorded
 */
export const reportedTo = (
  status: AutoscalerLine,
  pods: readonly PodLine[],
  { nowMs, settings, firstReading }: Look,
): Pick<Observation, 'pods' | 'serviceMetricsMilli'> => {
  const { firstReadingAfterSeconds, firstReadingAtLatestSeconds } = kubernetes.metricsServer;
  const reading = firstReading === 'early' ? firstReadingAfterSeconds : firstReadingAtLatestSeconds;
  const firstReadingSeconds = reading.value;
  const replicas = pods.filter(isReplica).length;
  const values = [...valuesIn(status, settings.metrics)];
  const ofPods = values.filter(([metric]) => !isOfService(metric));
  const samplesMilli = Object.fromEntries(ofPods.map(([metric, milli]) => [metricKey(metric), milli]));
  const context = { nowMs, settings, samplesMilli, firstReadingSeconds, veteran: longestReady(pods) };
  return {
    pods: pods.map((line) => podOf(line, context)),
    serviceMetricsMilli: Object.fromEntries(
      values
        .filter(([metric]) => isOfService(metric))
        .map(([metric, milli]) => {
          // The status has the mean per pod, the rule wants the whole.
          const isMean = targetTypeOf(metric) === 'AverageValue';
          return [metric.name, isMean ? milli * replicas : milli];
        }),
    ),
  };
};
