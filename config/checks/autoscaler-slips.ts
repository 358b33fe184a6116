import { sourceByName } from '../../planner/settings/dialects/hpa/metric-words.ts';
import type { Slip } from '../../runs/schema/faults/faults.ts';
import { valueAt } from '../../runs/schema/faults/show.ts';
import { metricsWithoutSource } from '../../runs/schema/model/metrics-without-source.ts';
import { isPlainMap, type PlainMap } from '../../runs/schema/plain.ts';

const share = (percent: number): number => Number((percent / 100).toPrecision(12));

/** Where a key of the autoscaler stands. */
export const autoscaler = (key: string) => ['autoscaler', key] as const;

/** How a metric of an HPA's YAML is written here, with its numbers where they can be taken over. */
const metricWritten = (metric: PlainMap): string => {
  const name =
    valueAt(metric, ['resource', 'name']) ?? valueAt(metric, ['containerResource', 'name']) ?? 'cpu';
  const target = valueAt(metric, ['resource', 'target']) ?? valueAt(metric, ['containerResource', 'target']);
  const percent = valueAt(target, ['averageUtilization']);
  if (typeof percent === 'number') return `{ name: ${JSON.stringify(name)}, targetValue: ${share(percent)} }`;
  return "{ name, source: 'utilization', 'concurrency' or 'requestRate', targetValue }";
};

const yamlKeys = ['resource', 'containerResource', 'pods', 'object', 'external'];

const yamlMetrics = ({ metrics }: PlainMap): Slip[] => {
  if (!Array.isArray(metrics)) return [];
  // A list of the user's may have any property, a constructor of its own included: a copy has none.
  return [...metrics].flatMap((metric: unknown, i): Slip[] => {
    if (!isPlainMap(metric) || !yamlKeys.some((key) => key in metric)) return [];
    return [
      {
        path: [...autoscaler('metrics'), i],
        what: `autoscaler.metrics[${i}] has the form of the HPA's YAML`,
        fix: `write ${metricWritten(metric)}: a utilization is a share here`,
      },
    ];
  });
};

/** Only the utilization of a resource is CPU where nothing names it; any other metric has a name of its own. */
const namelessMetrics = ({ metrics }: PlainMap): Slip[] => {
  if (!Array.isArray(metrics)) return [];
  return [...metrics].flatMap((metric: unknown, i): Slip[] => {
    if (!isPlainMap(metric) || 'name' in metric) return [];
    const { source = 'utilization', type = 'Resource' } = metric;
    const isOther =
      ['concurrency', 'requestRate', 'none'].includes(String(source)) ||
      ['Pods', 'External', 'Object'].includes(String(type));
    if (!isOther) return [];
    return [
      {
        path: [...autoscaler('metrics'), i, 'name'],
        what: `autoscaler.metrics[${i}] has no name`,
        fix: "give the name that the HPA calls it by, such as name: 'requests_in_flight'; only cpu needs none",
      },
    ];
  });
};

const sourcelessMetrics = (settings: PlainMap): Slip[] =>
  metricsWithoutSource(settings).map(({ index, name, isOfService }) => {
    const source = name === 'memory' ? 'none' : sourceByName(name);
    return {
      path: [...autoscaler('metrics'), index, 'source'],
      what: `autoscaler.metrics[${index}] does not say what ${name} counts`,
      fix:
        source === undefined
          ? `add source: 'concurrency', 'requestRate'${isOfService ? '' : ", 'utilization'"} or 'none', which is nothing of this service`
          : `add source: '${source}', if that is what it counts`,
    };
  });

/** The field of autoscaling/v1, whose metric needs no name. */
const cpuPercentage = (settings: PlainMap): Slip[] => {
  const key = 'targetCPUUtilizationPercentage';
  if (!(key in settings)) return [];
  const percent = settings[key];
  const target = typeof percent === 'number' ? share(percent) : 0.7;
  return [
    {
      path: autoscaler(key),
      what: `autoscaler.${key} is a field of autoscaling/v1`,
      fix: `write metrics: [{ targetValue: ${target} }]`,
      covers: [autoscaler(key), ...('metrics' in settings ? [] : [autoscaler('metrics')])],
    },
  ];
};

/** Keys of an HTTPScaledObject that hold further ones, and what is written for those here. */
const nestedOfHttp = ({ replicas, scalingMetric: metric }: PlainMap): Slip[] => {
  const form = (key: string, fix: string): Slip => ({
    path: autoscaler(key),
    what: `autoscaler.${key} has the form of the HTTPScaledObject's YAML`,
    fix,
  });
  const written = (name: string, value: unknown): string[] =>
    typeof value === 'number' ? [`${name}: ${value}`] : [];
  const bounds = isPlainMap(replicas)
    ? [...written('minReplicas', replicas['min']), ...written('maxReplicas', replicas['max'])].join(', ')
    : '';
  const name = isPlainMap(metric) && 'requestRate' in metric ? 'requestRate' : 'concurrency';
  const metricWords = [
    `metric: '${name}'`,
    ...written('targetValue', valueAt(metric, [name, 'targetValue'])),
  ].join(', ');
  return [
    ...(replicas === undefined ? [] : [form('replicas', `write ${bounds || 'minReplicas and maxReplicas'}`)]),
    ...(metric === undefined
      ? []
      : [
          form(
            'scalingMetric',
            `write ${metricWords}; its window and granularity are windowSeconds and granularitySeconds`,
          ),
        ]),
  ];
};

/** Names of the YAML files for keys that are called otherwise here, by kind of rule. */
const yamlNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'azureml-v1': {
    autoscale_target_utilization: 'targetUtilization',
    autoscale_min_replicas: 'minReplicas',
    autoscale_max_replicas: 'maxReplicas',
    autoscale_refresh_seconds: 'refreshSeconds',
  },
  'azureml-v2': {
    target_utilization_percentage: 'targetUtilization',
    min_instances: 'minReplicas',
    max_instances: 'maxReplicas',
    polling_interval: 'refreshSeconds',
  },
  hpa: { minReplicaCount: 'minReplicas', maxReplicaCount: 'maxReplicas' },
  'keda-http': {
    minReplicaCount: 'minReplicas',
    maxReplicaCount: 'maxReplicas',
    scaledownPeriod: 'cooldownSeconds',
  },
  knative: {
    minScale: 'minReplicas',
    maxScale: 'maxReplicas',
    targetUtilizationPercentage: 'targetUtilization',
    panicWindowPercentage: 'panicWindowShare',
    stableWindow: 'stableWindowSeconds',
  },
};

/** The value in the unit that it has here, where it is a number: a percentage becomes a share. */
const valueText = (ours: string, value: unknown): string => {
  if (typeof value !== 'number') return '';
  const isShare = ours === 'targetUtilization' || ours.endsWith('Share');
  return `: ${isShare && value > 1 ? share(value) : value}`;
};

const otherNames = (settings: PlainMap, kind: string): Slip[] =>
  Object.entries(yamlNames[kind] ?? {}).flatMap(([theirs, ours]): Slip[] =>
    theirs in settings
      ? [
          {
            path: autoscaler(theirs),
            what: `autoscaler.${theirs} is the name in the platform's own file`,
            fix: `write ${ours}${valueText(ours, settings[theirs])}`,
          },
        ]
      : [],
  );

/**
 * Words of the platform's own files in `autoscaler`, each with what is written for it here.
 *
 * @param kind of the rule that was meant
 */
export const yamlWords = (settings: PlainMap, kind: string): Slip[] => [
  ...(kind === 'hpa'
    ? [
        ...yamlMetrics(settings),
        ...namelessMetrics(settings),
        ...sourcelessMetrics(settings),
        ...cpuPercentage(settings),
      ]
    : []),
  ...(kind === 'keda-http' ? nestedOfHttp(settings) : []),
  ...otherNames(settings, kind),
];
