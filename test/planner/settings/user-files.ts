import { readdirSync, readFileSync } from 'node:fs';
import type { DialectName, ScalingSettings } from '../../../planner/settings/index.ts';

/** Files as people have them: each is read, linted and patched by tests. */
const folder = new URL('../../fixtures/settings/', import.meta.url);

export const userFiles = readdirSync(folder).toSorted();

export const userText = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

/** The dialect that a file is in, by its name. */
export const dialectOf = (name: string): DialectName => {
  if (name.startsWith('azureml-v1')) return 'azureml-v1';
  if (name.startsWith('azureml-v2')) return 'azureml-v2';
  if (name.startsWith('keda-http')) return 'keda-http';
  if (name === 'knative-class-hpa.yaml') return 'hpa';
  return /^(?:knative|inference)/.test(name) ? 'knative' : 'hpa';
};

/** Files that no settings can be read from, and why: they are refused, never read by halves. */
export const refusedFiles: Readonly<Record<string, RegExp>> = {
  'azureml-v1-aci.json': /Azure Container Instances run one container and have no autoscaler/,
  'azureml-v1-sdk-words.json': /autoscale_min_replicas is an argument of the Python SDK/,
  'azureml-v2-managed.yml': /managed online deployment: rules of Azure Monitor scale it/,
  'azureml-v2-older-endpoint.yml': /scale settings stand in each of its deployments/,
};

/** Which object of a file with several is meant. */
export const namesOf = (name: string) => (name === 'hpa-two-services.yaml' ? { name: 'scorer' } : {});

/** Metrics that no CPU target belongs to: nothing is added to them. */
export const filesWithoutCpu: readonly string[] = [
  'hpa-external-value-only.yaml',
  'hpa-memory-only.yaml',
  'hpa-type-against-field.yaml',
  'hpa-tolerance.yaml',
  'scaled-object-cron.yaml',
];

/** What a plan decides, in the words of each dialect. */
export const decidedFor = (name: string): ScalingSettings => {
  const bounds = { minReplicas: 7, maxReplicas: 33 };
  const dialect = dialectOf(name);
  if (dialect === 'keda-http') return { ...bounds, metric: 'concurrency', targetValue: 5 };
  if (dialect === 'knative') return { ...bounds, targetUtilization: 0.6 };
  if (filesWithoutCpu.includes(name)) return bounds;
  return { ...bounds, targetUtilization: 0.45 };
};
