import { HeadroomError } from '../../../errors/headroom-error.ts';
import { kedaHttp as platform } from '../../platforms/keda-http.ts';
import { createDialect } from '../dialect.ts';
import { type Field, readAt, writeAt } from '../field.ts';
import { fieldsOf } from '../fields.ts';
import { type Form, kubernetesServerPaths } from '../form.ts';
import { anyOf, type KnownKeys, objectKeys } from '../known-keys.ts';
import type { ObjectNames, ScalingSettings, SettingsKey } from '../settings.ts';
import { isScaledElsewhere, scaledObjectBoundsText } from '../shared-targets.ts';
import { lineOf, type OpenDocument, type Path, valueIn, withoutValue, withValue } from '../text/edit.ts';
import { type Trap, trapIf } from '../trap.ts';
import { duration, number, wholeNumber } from '../units.ts';
import { metadataLines, targetLines } from './template.ts';

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

const metricIn = ({ value }: OpenDocument): 'requestRate' | 'concurrency' | undefined =>
  (['requestRate', 'concurrency'] as const).find(
    (metric) => (valueIn(value, [...scalingMetric, metric]) ?? undefined) !== undefined,
  );

const readMetric = (document: OpenDocument): Metric => {
  const given = metricIn(document);
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
  const before = readMetric(document);
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

const pathIn: Field['pathIn'] = (document, key) => {
  const given = metricIn(document);
  if (given === undefined) return key === 'targetValue' ? olderTarget : undefined;
  const paths = pathsOf(given);
  const { target, window, granularity } = paths;
  const places: Partial<Record<SettingsKey, Path>> = {
    metric: [...scalingMetric, given],
    targetValue: target,
    windowSeconds: window,
    granularitySeconds: granularity,
  };
  return places[key];
};

const metricField: Field = { keys: metricKeys, read: readMetric, write: writeMetric, pathIn };

const metricKnown: KnownKeys = {
  keys: {
    concurrency: { keys: anyOf('targetValue') },
    requestRate: { keys: anyOf('targetValue', 'window', 'granularity') },
  },
};

/** The add-on's operator takes one metric. */
const metricTraps = (object: OpenDocument): readonly Trap[] => {
  const paths = (['concurrency', 'requestRate'] as const).map((metric): Path => [...scalingMetric, metric]);
  const isBoth = paths.every((path) => (valueIn(object.value, path) ?? undefined) !== undefined);
  const [one, other] = paths.map((path) => path.join('.')) as [string, string];
  const line = lineOf(object, scalingMetric);
  return trapIf(isBoth, { rule: 'exclude-each-other', level: 'error', keys: [one, other], line });
};

/** @throws HeadroomError E_CONFIG for bounds of an object whose replicas a ScaledObject of the user's own sets */
const demandOwnBounds = (object: OpenDocument, settings: ScalingSettings): void => {
  const bounds = scaledObjectBoundsText(settings);
  if (!isScaledElsewhere(object.value) || bounds === '') return;
  throw new HeadroomError('E_CONFIG', {
    what: 'with httpscaledobject.keda.sh/skip-scaledobject-creation the replicas of this HTTPScaledObject have no effect: those of your own ScaledObject are in force',
    where: `line ${lineOf(object, ['metadata', 'annotations'])}`,
    fix: `write them into your ScaledObject: ${bounds}`,
  });
};

/**
 * HTTPScaledObject of KEDA's HTTP add-on.
 * Source: https://github.com/kedacore/http-add-on (operator/apis/http/v1alpha1/httpscaledobject_types.go)
 */
const httpScaledObject: Form = {
  name: 'http-scaled-object',
  isIt: (value) => valueIn(value, ['kind']) === 'HTTPScaledObject',
  isScaledElsewhere,
  fields: fieldsOf(platform, [metricField]),
  keys: objectKeys({
    keys: {
      ...anyOf('host', 'hosts', 'pathPrefixes', 'headers', 'targetPendingRequests', 'scaledownPeriod'),
      ...anyOf('initialCooldownPeriod', 'coldStartTimeoutFailoverRef', 'placeholderConfig'),
      scaleTargetRef: {
        keys: anyOf('apiVersion', 'kind', 'name', 'deployment', 'service', 'port', 'portName'),
      },
      replicas: { keys: anyOf('min', 'max') },
      scalingMetric: metricKnown,
      timeouts: { keys: anyOf('conditionWait', 'responseHeader'), isOpen: true },
    },
  }),
  isTyped: true,
  serverPaths: kubernetesServerPaths,
  namePath: ['metadata', 'name'],
  traps: metricTraps,
  demandEffect: demandOwnBounds,
};

const template = (names: ObjectNames): string => `apiVersion: http.keda.sh/v1alpha1
kind: HTTPScaledObject
${metadataLines(names)}
spec:
  hosts:
    - scoring.example.com # the Host header of your requests
  scaleTargetRef:
${targetLines(names)}
    service: scoring # its Service
    port: 80
`;

/** Services that KEDA's HTTP add-on scales. */
export const kedaHttp = createDialect({
  name: 'keda-http',
  fileName: 'http-scaled-object.yaml',
  forms: [httpScaledObject],
  template,
});
