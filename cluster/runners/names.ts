/** Everything that a run makes in a cluster carries these labels; `headroom clean` finds it by the first. */
export const ownLabels = (runId: string): Readonly<Record<string, string>> => ({
  'app.kubernetes.io/managed-by': 'headroom',
  'app.kubernetes.io/component': 'runner',
  'headroom.dev/run': runId.toLowerCase(),
});

/** What all runs have made, whoever made it. */
export const ownSelector = 'app.kubernetes.io/managed-by=headroom,app.kubernetes.io/component=runner';

/** What one run has made. */
export const runSelector = (runId: string): string =>
  `${ownSelector},headroom.dev/run=${runId.toLowerCase()}`;

/** Name of the Lease, the Job or TestRun, and, with a suffix, of the ConfigMaps of a run. */
export const nameOfRun = (runId: string): string => `headroom-${runId.toLowerCase()}`;

/** The container whose log is the stream: the one name that the k6-operator gives, too. */
export const containerName = 'k6';

/** One object, as it is sent. */
export type KubeObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>> & {
    readonly name: string;
    readonly namespace: string;
  };
} & Readonly<Record<string, unknown>>;
