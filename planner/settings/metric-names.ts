import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { OtherMetric, Reading, ScalingSettings } from './settings.ts';

/** KEDA's names may go on with what a file tells in other words, such as a queue: `s0-kafka-jobs`. */
const isCalled = ({ hpaName }: OtherMetric, wanted: string): boolean =>
  wanted === hpaName || (/^s\d+-/.test(hpaName) && wanted.startsWith(`${hpaName}-`));

/**
 * The metric of a file or object that a metric of the config is: by its name in the HPA, else by the name or type of its
 * trigger if only one has that.
 */
export const metricMeantBy = (metrics: readonly OtherMetric[], wanted: string): OtherMetric | undefined => {
  const called = metrics.find((metric) => isCalled(metric, wanted));
  const named = metrics.filter(({ name }) => name === wanted);
  return called ?? (named.length === 1 ? named[0] : undefined);
};

/** The metrics of a file or object that a policy simulates, as the config tells what they count. */
export const simulatedOf = (
  metrics: readonly OtherMetric[],
  policy: PolicySettings,
): readonly OtherMetric[] =>
  (policy.kind === 'hpa' ? policy.metrics : [])
    .filter(({ source }) => source !== 'none')
    .flatMap(({ name }) => metricMeantBy(metrics, name) ?? []);

/** Settings whose targets have the names that a file or object has for their metrics. A metric that it lacks keeps its name. */
export const inItsNames = (
  { otherMetrics }: Pick<Reading, 'otherMetrics'>,
  settings: ScalingSettings,
): ScalingSettings => {
  const { otherTargets } = settings;
  if (otherTargets === undefined) return settings;
  const entries = Object.entries(otherTargets).map(
    ([name, target]) => [metricMeantBy(otherMetrics, name)?.hpaName ?? name, target] as const,
  );
  return { ...settings, otherTargets: Object.fromEntries(entries) };
};
