import { nearestOf } from '../errors/nearest.ts';
import type { Slip } from '../runs/schema/faults/faults.ts';
import { type Path, showPath, valueAt } from '../runs/schema/faults/show.ts';
import { endpointSlips } from './endpoint-slips.ts';
import { ruleKindMeant, targetKindMeant } from './kind-words.ts';
import { requestPaths } from './request-paths.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const share = (percent: number): number => Number((percent / 100).toPrecision(12));

const autoscaler = (key: string) => ['autoscaler', key] as const;

/** How a metric of an HPA's YAML is written here, with its numbers where they can be taken over. */
const metricWritten = (metric: Fields): string => {
  const name =
    valueAt(metric, ['resource', 'name']) ?? valueAt(metric, ['containerResource', 'name']) ?? 'cpu';
  const target = valueAt(metric, ['resource', 'target']) ?? valueAt(metric, ['containerResource', 'target']);
  const percent = valueAt(target, ['averageUtilization']);
  if (typeof percent === 'number') return `{ name: ${JSON.stringify(name)}, targetValue: ${share(percent)} }`;
  return "{ name, source: 'utilization', 'concurrency' or 'requestRate', targetValue }";
};

const yamlKeys = ['resource', 'containerResource', 'pods', 'object', 'external'];

const yamlMetrics = ({ metrics }: Fields): Slip[] => {
  if (!Array.isArray(metrics)) return [];
  // A list of the user's may have any property, a constructor of its own included: a copy has none.
  return [...metrics].flatMap((metric: unknown, i): Slip[] => {
    if (!isFields(metric) || !yamlKeys.some((key) => key in metric)) return [];
    return [
      {
        path: [...autoscaler('metrics'), i],
        what: `autoscaler.metrics[${i}] has the form of the HPA's YAML`,
        fix: `write ${metricWritten(metric)}: a utilization is a share here`,
      },
    ];
  });
};

/** The field of autoscaling/v1, whose metric needs no name. */
const cpuPercentage = (settings: Fields): Slip[] => {
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

/** `scalingMetric` of an HTTPScaledObject. */
const scalingMetric = ({ scalingMetric: metric }: Fields): Slip[] => {
  if (metric === undefined) return [];
  const name = isFields(metric) && 'requestRate' in metric ? 'requestRate' : 'concurrency';
  const target = valueAt(metric, [name, 'targetValue']);
  const targetValue = typeof target === 'number' ? `, targetValue: ${target}` : '';
  return [
    {
      path: autoscaler('scalingMetric'),
      what: "autoscaler.scalingMetric has the form of the HTTPScaledObject's YAML",
      fix: `write metric: '${name}'${targetValue}`,
    },
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

const otherNames = (settings: Fields, kind: string): Slip[] =>
  Object.entries(yamlNames[kind] ?? {}).flatMap(([theirs, ours]): Slip[] =>
    theirs in settings
      ? [
          {
            path: autoscaler(theirs),
            what: `autoscaler.${theirs} is the name in the platform's own file`,
            fix: `write ${ours}`,
          },
        ]
      : [],
  );

const kindSlip = (path: readonly string[], given: unknown, fix: string | undefined): Slip[] =>
  fix === undefined ? [] : [{ path, what: `${path.join('.')} is ${JSON.stringify(given)}`, fix }];

const payloadKeys = ['text', 'json', 'file', 'jsonLines', 'sample', 'multipart'];

const jsonLinesFix = 'write payload: { jsonLines: … }: one line of the file for each request';

/** Words of other tools for a form of the payload that names a file. */
const fileWords: ReadonlyMap<string, string> = new Map([
  [
    'csv',
    'write payload: { file: … } to send the whole file each time; to send row by row, make each a line of JSON and name that file by { jsonLines: … }',
  ],
  ['path', 'write payload: { file: … }'],
  ['fileName', 'write payload: { file: … }'],
  ['filename', 'write payload: { file: … }'],
  ['jsonl', jsonLinesFix],
  ['ndjson', jsonLinesFix],
]);

/** A form of the payload in another tool's word. */
const foreignPayload = (payload: object, path: Path): Slip[] =>
  Object.entries(payload).flatMap(([key, value]): Slip[] => {
    const fix = typeof value === 'string' ? fileWords.get(key) : undefined;
    if (fix === undefined) return [];
    return [{ path: [...path, key], what: `unknown key ${JSON.stringify(key)}`, fix, covers: [path] }];
  });

/** The body itself, or a misspelled form, where one of the forms belongs. */
const wrongPayload = (input: unknown, request: Path): Slip[] => {
  const path = [...request, 'payload'];
  const payload = valueAt(input, path);
  if (payload === null || typeof payload !== 'object') return [];
  const keys = Object.keys(payload);
  if (!Array.isArray(payload) && keys.some((key) => payloadKeys.includes(key))) return [];
  const foreign = foreignPayload(payload, path);
  if (foreign.length > 0) return foreign;
  const [typo] = Array.isArray(payload)
    ? []
    : keys.filter((key) => nearestOf(key, payloadKeys) !== undefined);
  if (typo !== undefined)
    return [
      {
        path: [...path, typo],
        what: `unknown key ${JSON.stringify(typo)}`,
        fix: `did you mean ${JSON.stringify(nearestOf(typo, payloadKeys))}? To send the object itself: { json: … }`,
        covers: [path],
      },
    ];
  return [
    {
      path,
      what: `${showPath(path)} is the body itself`,
      fix: 'write payload: { json: … } to send it as JSON',
    },
  ];
};

/** Names that people try for the length of a load's main part, by shape. */
const lengthNames: ReadonlyMap<unknown, string> = new Map([
  ['spike', 'holdSeconds'],
  ['soak', 'soakSeconds'],
  ['ramp', 'rampSeconds'],
  ['staircase', 'stepSeconds'],
  ['replay', 'seconds'],
]);
const triedLengths = ['spikeSeconds', 'peakSeconds', 'durationSeconds', 'duration', 'lengthSeconds'];

const lengthSlips = (input: unknown): Slip[] => {
  const load = valueAt(input, ['load']);
  const right = isFields(load) ? lengthNames.get(load['scenario']) : undefined;
  if (!isFields(load) || right === undefined) return [];
  return triedLengths
    .filter((name) => name in load)
    .map((name) => ({
      path: ['load', name],
      what: `unknown key ${JSON.stringify(name)}`,
      fix: `write ${right}, in seconds`,
    }));
};

/** Names that people try for the file of a replay. */
const triedTraces = ['file', 'path', 'csv', 'traceFile'];

const traceSlips = (input: unknown): Slip[] => {
  const load = valueAt(input, ['load']);
  if (!isFields(load) || load['scenario'] !== 'replay' || 'trace' in load) return [];
  const tried = triedTraces.find((name) => name in load);
  if (tried === undefined)
    return [{ path: ['load', 'trace'], what: 'load names no trace', fix: "write trace: './export.csv'" }];
  return [
    {
      path: ['load', tried],
      what: `unknown key ${JSON.stringify(tried)}`,
      fix: `write trace: ${JSON.stringify(load[tried])}`,
      covers: [
        ['load', tried],
        ['load', 'trace'],
      ],
    },
  ];
};

/** A script decides itself what it sends again. */
const scriptRetries = (input: unknown): Slip[] =>
  valueAt(input, ['script']) === undefined || valueAt(input, ['load', 'retries']) === undefined
    ? []
    : [
        {
          path: ['load', 'retries'],
          what: 'load.retries is for the built-in request; a script tries again by itself, or does not',
          fix: 'leave load.retries out and try again in the script, or leave script out',
        },
      ];

/**
 * What people paste from the files of their platform into `autoscaler` and `target.kind`, or try as names: named with the
 * word that counts here, for their kind of autoscaler only.
 */
export const pastedSlips = (input: unknown): Slip[] => {
  const [settings, target] = [valueAt(input, ['autoscaler']), valueAt(input, ['target', 'kind'])];
  const targetSlips = [
    ...kindSlip(['target', 'kind'], target, targetKindMeant(target)),
    ...requestPaths(input).flatMap((request) => wrongPayload(input, request)),
    ...endpointSlips(input),
    ...lengthSlips(input),
    ...traceSlips(input),
    ...scriptRetries(input),
  ];
  if (!isFields(settings)) return targetSlips;
  const { meant, fix } = ruleKindMeant(settings['kind']);
  return [
    ...targetSlips,
    ...kindSlip(autoscaler('kind'), settings['kind'], fix),
    ...(meant === 'hpa' ? [...yamlMetrics(settings), ...cpuPercentage(settings)] : []),
    ...(meant === 'keda-http' ? scalingMetric(settings) : []),
    ...otherNames(settings, meant ?? ''),
  ];
};
