import type { Connection } from '../connect/kube-client.ts';
import { followLog, type LogLimits } from './follow-log.ts';
import { containerName } from './names.ts';
import type { PodState } from './pod-state.ts';

/** How a runner's pod came to its end. */
export type PodEnded = {
  /** Of k6; null where it is not known. */
  readonly exitCode: number | null;
  /** What Kubernetes says of it, and the last words of k6; empty where it ended in order. */
  readonly said: string;
  /** Pod and node. */
  readonly place: string | null;
  /** Times that the connection for its log was cut. */
  readonly cuts: number;
};

type PodLifeOptions = {
  readonly connection: Connection;
  readonly namespace: string;
  readonly limits: LogLimits;
  readonly onText: (text: string) => void;
  readonly onCut: (reason: string) => void;
  /** Lines are due each second: the load goes on, and the end line has not come. */
  readonly isDue: () => boolean;
};

/** One runner's pod, from before it exists until its log has been read. */
export type PodLife = {
  /** The pod as the watch tells it; null: it is gone. */
  readonly see: (state: PodState | null) => void;
  /** Nothing more is waited for. */
  readonly giveUp: (why: string) => void;
  readonly ended: Promise<PodEnded>;
};

const gone = 'the pod is gone';

const silent = 'no line of it came any more, though its container had not ended';

const placeText = (state: PodState | null): string | null =>
  state === null ? null : [state.name, state.node].filter(Boolean).join(' on ');

/** Why a log could not be read to its end, or what Kubernetes says of the container. */
const sayingOf = (how: Awaited<ReturnType<typeof followLog>>, state: PodState | null): string => {
  if (how === 'silent') return silent;
  return state?.over?.said ?? (how === 'gone' ? gone : '');
};

/** Follows one runner's pod: its log from the first moment on, until both have ended. */
export const followPod = ({ connection, namespace, limits, ...options }: PodLifeOptions): PodLife => {
  let latest: PodState | null = null;
  let [isGone, isFollowed, cuts] = [false, false, 0];
  const end = new AbortController();
  const opened = Promise.withResolvers<string>();
  const { promise: ended, resolve, reject } = Promise.withResolvers<PodEnded>();
  const settle = (said: string): void =>
    resolve({ exitCode: latest?.over?.exitCode ?? null, said, place: placeText(latest), cuts });
  const follow = (pod: string) =>
    followLog({
      client: connection,
      place: { namespace, pod, container: containerName },
      signal: end.signal,
      limits,
      random: Math.random,
      onText: options.onText,
      onCut: (reason) => {
        cuts += 1;
        options.onCut(reason);
      },
      isDue: options.isDue,
      isOver: () => isGone || (latest?.over ?? null) !== null,
    });
  opened.promise.then(follow).then((how) => settle(sayingOf(how, latest)), reject);
  return {
    see: (state) => {
      isGone = state === null;
      latest = state ?? latest;
      if (latest?.hasLog) {
        isFollowed = true;
        opened.resolve(latest.name);
      }
      if (!isFollowed && (isGone || latest?.over)) settle(latest?.over?.said || gone);
    },
    giveUp: (why) => {
      settle(latest?.waits ? `${why}: ${latest.waits}` : why);
      end.abort();
    },
    ended,
  };
};
