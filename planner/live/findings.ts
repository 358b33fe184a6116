import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { OtherMetric, Trap } from '../settings/index.ts';
import { type Scaler, scalerText } from './scalers.ts';

/** Something about the live autoscaler that a person should know before a load is fired. */
export type LiveFinding =
  /** Two objects set the replicas of one target, against each other. */
  | { readonly code: 'severalAutoscalers'; readonly target: string; readonly objects: readonly string[] }
  /** Several targets with an autoscaler each: no one policy tells how the service scales. */
  | { readonly code: 'severalTargets'; readonly objects: readonly string[] }
  /** An autoscaler of Kubernetes on what the router of Azure ML scales. */
  | { readonly code: 'besideAzureml'; readonly objects: readonly string[] }
  /** A GitOps tool writes the number of replicas that the autoscaler sets. */
  | { readonly code: 'replicasKept'; readonly workload: string; readonly signs: readonly string[] }
  | { readonly code: 'paused'; readonly object: string; readonly annotation: string }
  | ({ readonly code: 'metricNotSimulated'; readonly object: string } & Omit<OtherMetric, 'hpaName'>)
  /** The config tells what a metric counts that the object does not have, and nobody does of these that it has. */
  | {
      readonly code: 'metricNotFound';
      readonly object: string;
      readonly stated: string;
      readonly found: readonly string[];
      /** They are triggers of the same type, under another number. */
      readonly isAlike: boolean;
    }
  /** What the object does beside what is simulated. */
  | { readonly code: 'trap'; readonly object: string; readonly trap: Trap }
  | { readonly code: 'notUnderstood'; readonly object: string; readonly why: readonly string[] }
  /** The live settings are not those that were stated. A setting that one of them lacks is null. */
  | {
      readonly code: 'differs';
      readonly object: string;
      readonly changes: readonly { readonly key: string; readonly stated: unknown; readonly live: unknown }[];
    }
  /** An HPA was stated, and none is there. */
  | { readonly code: 'noHpa' };

const targetOf = ({ object: { target } }: Scaler): string =>
  target === null ? 'nothing' : `${target.kind} ${target.name}`;

const sharedTargets = (deciding: readonly Scaler[]): LiveFinding[] => {
  const byTarget = Object.entries(Object.groupBy(deciding, targetOf));
  const shared = byTarget.flatMap(([target, scalers = []]): LiveFinding[] =>
    scalers.length < 2 ? [] : [{ code: 'severalAutoscalers', target, objects: scalers.map(scalerText) }],
  );
  if (byTarget.length < 2) return shared;
  return [...shared, { code: 'severalTargets', objects: deciding.map(scalerText) }];
};

/** A workload that something scales, and whose number of replicas a GitOps tool writes as well. */
const keptReplicas = (lines: readonly ClusterLine[]): LiveFinding[] => {
  const latest = new Map<string, LiveFinding | null>();
  for (const line of lines) {
    if (line.kind !== 'deployment' && line.kind !== 'workload') continue;
    const workload = `${line.object?.kind ?? 'Deployment'} ${line.name}`;
    const signs = line.deleted ? [] : (line.replicasKeptBy ?? []);
    latest.set(workload, signs.length === 0 ? null : { code: 'replicasKept', workload, signs });
  }
  return [...latest.values()].filter((finding) => finding !== null);
};

/** What fights over the replicas of the service. */
export const clashesIn = (
  lines: readonly ClusterLine[],
  { deciding, isAzureml }: { readonly deciding: readonly Scaler[]; readonly isAzureml: boolean },
): readonly LiveFinding[] => [
  ...sharedTargets(deciding),
  ...(isAzureml && deciding.length > 0
    ? [{ code: 'besideAzureml', objects: deciding.map(scalerText) } as const]
    : []),
  ...(isAzureml || deciding.length > 0 ? keptReplicas(lines) : []),
];

const pausePrefix = 'autoscaling.keda.sh/paused';

/** Annotations that hold an autoscaler still. */
export const pausesOf = (scaler: Scaler): readonly LiveFinding[] =>
  Object.entries(scaler.object.annotations)
    .filter(([key, value]) => key.startsWith(pausePrefix) && value !== 'false')
    .map(([annotation]) => ({ code: 'paused', object: scalerText(scaler), annotation }));
