import { type KubeObject, nameOfRun, ownLabels } from './names.ts';
import { partsOf } from './parts.ts';
import { type ClusterRunners, type PodPlace, podSpecOf } from './pod-spec.ts';
import { scriptFile, scriptSuffix, testRunSpecOf } from './test-run.ts';

/** What runners in pods are made from. */
export type RunnersInput = {
  readonly runId: string;
  readonly namespace: string;
  readonly runners: ClusterRunners;
  /** Plan, secrets by reference, and script: what each runner reads. null: it only tells the version of its k6, and fires nothing. */
  readonly bundle: { readonly script: string; readonly document: object } | null;
  /** From now on: as long as all may take to be ready, to fire, and to end. */
  readonly secondsMost: number;
};

/** For so long a Lease that nobody renews holds; then the runners take the tool for gone, and end. */
const leaseSeconds = 10;

/** How long a Job that has ended is kept where nobody cleans up. */
const keptSeconds = 3600;

type Owner = { readonly uid: string } | null;

const metadataOf = (input: RunnersInput, name: string, owner: Owner) => ({
  name,
  namespace: input.namespace,
  labels: ownLabels(input.runId),
  ...(owner && {
    ownerReferences: [
      {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        name: nameOfRun(input.runId),
        uid: owner.uid,
      },
    ],
  }),
});

/** The Lease owns all else of the run: when it is deleted, so is the rest. */
export const leaseOf = (input: RunnersInput, holder: string, nowMs: number): KubeObject => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: metadataOf(input, nameOfRun(input.runId), null),
  spec: {
    holderIdentity: holder,
    leaseDurationSeconds: leaseSeconds,
    renewTime: new Date(nowMs).toISOString().replace('Z', '000Z'), // Kubernetes wants microseconds
  },
});

const configMap = (input: RunnersInput, suffix: string, data: object, owner: Owner): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: metadataOf(input, `${nameOfRun(input.runId)}-${suffix}`, owner),
  immutable: true,
  data,
});

const jobOf = (input: RunnersInput, place: PodPlace, owner: Owner): KubeObject => {
  const { count, onLoss } = input.runners;
  // A runner that failed is not started again: its part of the plan is over.
  const failures =
    onLoss === 'stop' ? { backoffLimit: 0 } : { backoffLimitPerIndex: 0, maxFailedIndexes: count };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadataOf(input, place.name, owner),
    spec: {
      completionMode: 'Indexed',
      completions: count,
      parallelism: count,
      ...failures,
      activeDeadlineSeconds: input.secondsMost,
      ttlSecondsAfterFinished: keptSeconds,
      template: { metadata: { labels: ownLabels(input.runId) }, spec: podSpecOf(place) },
    },
  };
};

const testRunOf = (input: RunnersInput, place: PodPlace, owner: Owner): KubeObject => ({
  apiVersion: 'k6.io/v1alpha1',
  kind: 'TestRun',
  metadata: metadataOf(input, place.name, owner),
  spec: testRunSpecOf(place, input.runId),
});

/**
 * All objects of a run but its Lease, in the order in which they are made: the plan in ConfigMaps, then what runs the pods.
 *
 * @param owner the Lease as the server has it; null: for people to read
 */
export const manifestsOf = (input: RunnersInput, owner: Owner): KubeObject[] => {
  const { bundle, runners } = input;
  const parts = bundle === null ? [] : partsOf(bundle);
  const name = nameOfRun(input.runId);
  const place = { ...input, name, partNames: parts.map(([part]) => part) };
  const plan = parts.map(([part, text]) => configMap(input, part, { [part]: text }, owner));
  if (runners.by === 'job' || bundle === null) return [...plan, jobOf(input, place, owner)];
  const script = configMap(input, scriptSuffix, { [scriptFile]: bundle.script }, owner);
  return [...plan, script, testRunOf(input, place, owner)];
};
