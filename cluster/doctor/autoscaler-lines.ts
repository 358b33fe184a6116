import type { ClusterLine, ScalerLine } from '../../runs/schema/cluster-series.ts';
import { isPlainMap } from '../../runs/schema/plain.ts';
import type { RawCondition } from '../lines/raw.ts';
import { nameOf } from '../lines/raw.ts';
import { type DoctorLine, fine, namesText } from './line.ts';
import { type HpaObject, type MetricSpec, sourceOf } from './objects.ts';

/**
 * What an HPA holds one metric at: whole percent of the request, or an amount.
 *
 * @example metricText({ type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 50 } } }) // 'cpu 50 %'
 */
const metricText = (metric: MetricSpec): string => {
  const { name, container, metric: named, target = {} } = sourceOf(metric);
  const { averageUtilization, averageValue, value } = target;
  const amount =
    averageUtilization !== undefined
      ? `${averageUtilization} %`
      : averageValue !== undefined
        ? `${averageValue} a pod`
        : (value ?? 'no target');
  const of = container === undefined ? '' : ` of container ${container}`;
  return `${name ?? named?.name ?? metric.type ?? 'unknown metric'}${of} ${amount}`;
};

const settingsText = ({ spec = {} }: HpaObject): string => {
  const { minReplicas = 1, maxReplicas = 0, metrics = [] } = spec;
  return `${minReplicas} to ${maxReplicas} replicas at ${metrics.map(metricText).join(', ') || 'no metric'}`;
};

const called = (hpa: HpaObject): string => `HorizontalPodAutoscaler ${nameOf(hpa)}`;

/** The autoscalers that a recording counts to the service. */
export const autoscalersOf = (hpas: readonly HpaObject[], recorded: readonly ClusterLine[]): HpaObject[] => {
  const names = new Set(recorded.flatMap((line) => (line.kind === 'autoscaler' ? line.name : [])));
  return hpas.filter((hpa) => names.has(nameOf(hpa)));
};

/** What else scales the service: objects of KEDA and Knative. */
export const otherScalersIn = (recorded: readonly ClusterLine[]): ScalerLine[] =>
  recorded.filter((line) => line.kind === 'scaler');

/** @returns the number of replicas that a fallback asks for, in words; empty where it is not said */
const fallbackText = ({ spec }: ScalerLine['object']): string => {
  const fallback = spec['fallback'];
  const replicas = isPlainMap(fallback) ? fallback['replicas'] : undefined;
  return typeof replicas === 'number' ? ` of ${replicas} replicas` : '';
};

/**
 * A trigger without a value: KEDA reports a number to the HPA that keeps the replicas of the fallback, so what the HPA shows is
 * no measurement.
 * Source: https://keda.sh/docs/latest/reference/scaledobject-spec/#fallback
 */
const fallbackLine = ({ name, object }: ScalerLine): DoctorLine => ({
  level: 'problem',
  topic: 'autoscaler',
  what: `ScaledObject ${name} is on its fallback${fallbackText(object)}: a trigger has no value, and what the HPA sees of it is made up by KEDA`,
  fix: `see kubectl describe scaledobject ${name}, and the log of the keda-operator: a test now would measure the fallback`,
});

/**
 * What another scaler says of itself. A ScaledObject that is not ready scales nothing, or as an HPA of former settings does. Of
 * Knative's objects "not ready" may be a service at rest.
 */
const scalerLine = (line: ScalerLine): DoctorLine => {
  const { name, conditions, object } = line;
  const { kind } = object;
  const isOn = (wanted: string, is: string) =>
    conditions.find(({ type, status }) => type === wanted && status === is);
  const unready = isOn('Ready', 'False');
  if (kind !== 'ScaledObject') return fine('autoscaler', `${kind} ${name}`);
  if (unready === undefined)
    return isOn('Fallback', 'True') ? fallbackLine(line) : fine('autoscaler', `${kind} ${name}`);
  const { reason, message } = unready;
  return {
    level: 'problem',
    topic: 'autoscaler',
    what: `${kind} ${name} is not ready, so its settings are not in force; ${`${reason}: ${message}`.slice(0, 400)}`,
    fix: `see kubectl describe scaledobject ${name}, and the log of the keda-operator`,
  };
};

type Found = {
  /** Those of the service; undefined: they may not be read. */
  readonly own: readonly HpaObject[] | undefined;
  /** What holds the number of pods. */
  readonly workloads: readonly string[];
  /** What else scales it: KEDA's and Knative's objects. */
  readonly others: readonly ScalerLine[];
  /** The pods carry Azure ML's labels: azureml-fe scales the service by itself, without an HPA. */
  readonly isAzureml: boolean;
};

/** Which autoscalers scale the service, with their settings. Whether they get along is told by planner/live. */
export const autoscalerLines = ({ own, workloads, others, isAzureml }: Found): DoctorLine[] => {
  if (own === undefined) return [];
  const settings = [
    ...others.map(scalerLine),
    ...own.map((hpa) => fine('autoscaler', `${called(hpa)}: ${settingsText(hpa)}`)),
  ];
  if (settings.length > 0) return settings;
  if (isAzureml) return [fine('autoscaler', 'no HPA, as it should be: azureml-fe scales the service')];
  return [
    {
      level: 'warning',
      topic: 'autoscaler',
      what: `no HorizontalPodAutoscaler scales ${namesText(workloads.map((key) => key.replace('/', ' '))) || 'these pods'}: replicas stay as they are unless something else scales them`,
      fix: 'add an autoscaler, or expect a fixed number of replicas',
    },
  ];
};

/** What to do about an HPA without a metric, by what its condition says. */
const metricFixes: readonly (readonly [RegExp, string])[] = [
  [
    /missing request for/i,
    'set a request for that resource on the container that is named, or use a ContainerResource metric of the other container',
  ],
  [
    /FailedGetExternalMetric|FailedGetObjectMetric|FailedGetPodsMetric/,
    'see the metrics adapter: is it installed, and does it know this metric',
  ],
  [
    /ScalingDisabled/,
    'the target has 0 replicas, and an HPA leaves them there: scale it up, or see what activates it',
  ],
  [
    /no metrics returned|unable to fetch metrics|could not find the requested resource|metrics\.k8s\.io/i,
    'see metrics-server: kubectl top pods must answer (kubectl get apiservice v1beta1.metrics.k8s.io)',
  ],
  [
    /did not receive metrics/i,
    'pods are too young for samples, or metrics-server has none of them: wait a minute, then look again',
  ],
];

const failedLine = (hpa: HpaObject, condition: RawCondition): DoctorLine => {
  const { reason = '', message = '' } = condition;
  const said = `${reason}: ${message}`;
  const metrics = (hpa.spec?.metrics ?? []).map(metricText).join(', ');
  return {
    level: 'problem',
    topic: 'metrics',
    what: `${called(hpa)} does not scale, its metric is <unknown> (${metrics}); ${said.slice(0, 400)}`,
    fix: metricFixes.find(([words]) => words.test(said))?.[1] ?? `see kubectl describe hpa ${nameOf(hpa)}`,
  };
};

const stuckLine = (hpa: HpaObject, { reason = '', message = '' }: RawCondition): DoctorLine => ({
  level: 'problem',
  topic: 'autoscaler',
  what: `${called(hpa)} can't scale its target; ${`${reason}: ${message}`.slice(0, 400)}`,
  fix: 'correct its scaleTargetRef (apiVersion, kind, name), or the rights of the controller',
});

const seenNow = (hpa: HpaObject): string =>
  (hpa.status?.currentMetrics ?? [])
    .map((metric) => {
      const source =
        metric.resource ?? metric.containerResource ?? metric.pods ?? metric.external ?? metric.object;
      const { averageUtilization, averageValue, value } = source?.current ?? {};
      const amount = averageUtilization === undefined ? (averageValue ?? value) : `${averageUtilization} %`;
      return `${source?.name ?? source?.metric?.name ?? metric.type ?? ''} ${amount ?? ''}`.trim();
    })
    .filter(Boolean)
    .join(', ');

/** Whether each HPA has its metrics: without them it leaves replicas as they are. */
export const metricLines = (own: readonly HpaObject[]): DoctorLine[] =>
  own.flatMap((hpa): DoctorLine[] => {
    const conditions = hpa.status?.conditions ?? [];
    const isFalse = (wanted: string) =>
      conditions.find(({ type, status }) => type === wanted && status === 'False');
    const [stuck, failed] = [isFalse('AbleToScale'), isFalse('ScalingActive')];
    if (stuck !== undefined) return [stuckLine(hpa, stuck)];
    if (failed !== undefined) return [failedLine(hpa, failed)];
    const now = seenNow(hpa);
    if (now !== '') return [fine('metrics', `${called(hpa)} sees ${now}`)];
    return [
      {
        level: 'warning',
        topic: 'metrics',
        what: `${called(hpa)} has seen no metric yet (<unknown>)`,
        fix: `one that was just made needs up to a minute; else see kubectl describe hpa ${nameOf(hpa)}`,
      },
    ];
  });
