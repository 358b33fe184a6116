import { kedaHttp as platform } from '../../platforms/keda-http.ts';
import { createDialect } from '../dialect.ts';
import { type Field, readAt, writeAt } from '../field.ts';
import { fieldsOf } from '../fields.ts';
import type { ScalingSettings, SettingsKey } from '../settings.ts';
import { type OpenDocument, type Path, valueIn, withoutValue, withValue } from '../text/edit.ts';
import { duration, number, wholeNumber } from '../units.ts';

const scalingMetric = ['spec', 'scalingMetric'] as const;
const olderTarget = ['spec', 'targetPendingRequests'] as const;
const metricKeys = [
  'metric',
  'targetValue',
  'windowSeconds',
  'granularitySeconds',
] as const satisfies readonly SettingsKey[];

type Metric = Pick<ScalingSettings, (typeof metricKeys)[number]>;

const pathsOf = (
  metric: NonNullable<Metric['metric']>,
): Readonly<Record<'target' | 'window' | 'granularity', Path>> => ({
  target: [...scalingMetric, metric, 'targetValue'],
  window: [...scalingMetric, metric, 'window'],
  granularity: [...scalingMetric, metric, 'granularity'],
});

const known = (metric: { readonly [Key in keyof Metric]: Metric[Key] | undefined }): Metric =>
  Object.fromEntries(Object.entries(metric).filter(([, value]) => value !== undefined));

const readMetric = (document: unknown): Metric => {
  const given = (['requestRate', 'concurrency'] as const).find(
    (metric) => (valueIn(document, [...scalingMetric, metric]) ?? undefined) !== undefined,
  );
  if (given === undefined) {
    const targetValue = readAt(document, olderTarget, number);
    return targetValue === undefined ? {} : { metric: 'concurrency', targetValue };
  }
  const paths = pathsOf(given);
  return known({
    metric: given,
    targetValue: readAt(document, paths.target, number),
    windowSeconds: readAt(document, paths.window, duration),
    granularitySeconds: readAt(document, paths.granularity, duration),
  });
};

/** The metric's settings after a change: a target or window of one metric means nothing to the other. */
const changedMetric = (before: Metric, settings: ScalingSettings): Metric => {
  const given = known(Object.fromEntries(metricKeys.map((key) => [key, settings[key]])));
  const isOther = given.metric !== undefined && given.metric !== before.metric;
  return isOther ? given : { ...before, ...given };
};

const writeMetric = (document: OpenDocument, settings: ScalingSettings): OpenDocument => {
  const before = readMetric(document.value);
  const wanted = changedMetric(before, settings);
  if (metricKeys.every((key) => wanted[key] === before[key])) return document;
  const metric = wanted.metric ?? 'concurrency';
  const paths = pathsOf(metric);
  const isThere = valueIn(document.value, [...scalingMetric, metric]) !== undefined;
  let changed =
    isThere || wanted.targetValue !== undefined
      ? document
      : withValue(document, [...scalingMetric, metric], {});
  changed = writeAt(changed, paths.target, { value: wanted.targetValue, unit: wholeNumber });
  if (metric === 'requestRate') {
    changed = writeAt(changed, paths.window, { value: wanted.windowSeconds, unit: duration });
    changed = writeAt(changed, paths.granularity, { value: wanted.granularitySeconds, unit: duration });
  }
  // The two metrics exclude each other, and the older field gives way to both.
  const other = metric === 'concurrency' ? 'requestRate' : 'concurrency';
  return withoutValue(withoutValue(changed, [...scalingMetric, other]), olderTarget);
};

const metricField: Field = { keys: metricKeys, read: readMetric, write: writeMetric };

/**
 * KEDA HTTP add-on: HTTPScaledObject.
 * Source: https://github.com/kedacore/http-add-on (operator/apis/http/v1alpha1/httpscaledobject_types.go)
 */
export const kedaHttp = createDialect({
  name: 'keda-http',
  fileName: 'http-scaled-object.yaml',
  format: 'yaml',
  isIt: (document) => valueIn(document, ['kind']) === 'HTTPScaledObject',
  fields: fieldsOf(platform, [metricField]),
  template: `apiVersion: http.keda.sh/v1alpha1
kind: HTTPScaledObject
metadata:
  name: scoring # your name for it
spec:
  hosts:
    - scoring.example.com # the Host header of your requests
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: scoring # your Deployment
    service: scoring # its Service
    port: 80
`,
});
