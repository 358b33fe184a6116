import type { RawObject } from '../lines/raw.ts';

/** What is read of a runner's pod. */
export type PodState = {
  readonly name: string;
  /** Of the runner, from 0; null: the pod has none yet. */
  readonly index: number | null;
  readonly node: string | null;
  /** Its container runs or has run: there is a log. */
  readonly hasLog: boolean;
  /** How its container ended; null while it has not. */
  readonly over: { readonly exitCode: number | null; readonly said: string } | null;
  /** Why it does not run yet, in Kubernetes' own words; null where it does. */
  readonly waits: string | null;
};

type ContainerStatus = {
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly running?: object;
    readonly terminated?: {
      readonly exitCode?: number;
      readonly reason?: string;
      readonly message?: string;
    };
  };
};

type RawPod = RawObject & {
  readonly spec?: { readonly nodeName?: string };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly conditions?: readonly {
      readonly type?: string;
      readonly status?: string;
      readonly message?: string;
    }[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
};

/** An indexed Job writes the index on its pods; the k6-operator counts its Jobs from 1, in their names. */
const indexOf = ({ metadata }: RawPod): number | null => {
  const labels = metadata?.labels ?? {};
  const ofJob = labels['batch.kubernetes.io/job-completion-index'];
  if (ofJob !== undefined) return Number(ofJob);
  const number = /-(\d+)$/.exec(labels['job-name'] ?? labels['batch.kubernetes.io/job-name'] ?? '')?.[1];
  return number === undefined ? null : Number(number) - 1;
};

const wordsOf = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(': ');

const overOf = ({ status }: RawPod): PodState['over'] => {
  const ended = status?.containerStatuses?.[0]?.state?.terminated;
  if (ended !== undefined) {
    // Kubernetes' reason is often no more than "Error"; 137 says that it was killed.
    const code = ended.exitCode ? `exit code ${ended.exitCode}` : undefined;
    return {
      exitCode: ended.exitCode ?? null,
      said: wordsOf(status?.reason ?? ended.reason, code, status?.message, ended.message?.trim()),
    };
  }
  const isFailed = status?.phase === 'Failed';
  return isFailed ? { exitCode: null, said: wordsOf(status.reason, status.message) } : null;
};

const waitsOf = ({ status }: RawPod): string | null => {
  const [first] = status?.containerStatuses ?? [];
  const { waiting, running, terminated } = first?.state ?? {};
  if (running !== undefined || terminated !== undefined) return null;
  if (waiting !== undefined) return wordsOf(waiting.reason, waiting.message);
  const unmet = status?.conditions?.find(({ status: met, message }) => met === 'False' && message);
  return unmet?.message ?? status?.phase ?? 'Pending';
};

/** A runner's pod as the watch tells it. */
export const podStateOf = (raw: RawObject): PodState => {
  const pod = raw as RawPod;
  const waits = waitsOf(pod);
  return {
    name: pod.metadata?.name ?? '',
    index: indexOf(pod),
    node: pod.spec?.nodeName ?? null,
    hasLog: waits === null,
    over: overOf(pod),
    waits,
  };
};
