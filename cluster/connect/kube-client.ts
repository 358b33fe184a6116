import type { RawObject } from '../lines/raw.ts';

/** How long the API may take to answer what is asked of it once. */
export const requestTimeoutMs = 10_000;

/** What the API server answered, or why there was no answer. */
export type KubeAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: unknown;
      readonly dateMs: number | null;
    }
  | { readonly kind: 'silence'; readonly stage: 'login' | 'network'; readonly reason: string };

/** One request to the Kubernetes API; `path` begins with /api or /apis. */
export type KubeRequest = {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Of the body; by default plain JSON. Kinds of patch have types of their own. */
  readonly contentType?: string;
  readonly signal: AbortSignal;
};

/** One change that a watch tells, as the API sends it. */
export type WatchFrame = {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: RawObject;
};

/**
 * How a watch came to its end. `ended`: the server closed it in good order. `idle`: nothing came for 30 s, so
 * the link is dead. `refused`: an HTTP status, or an ERROR frame inside the stream with the same code.
 */
export type WatchEnd =
  | { readonly kind: 'ended' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string };

/** The reason of a `lost` that ends up in a run folder: a login plugin's own words may hold what is not for others. */
export const loginFailed = 'the login failed';

/** A watch of one path, and who is told of its frames. */
export type KubeWatch = {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** The server has accepted the watch; comes before the first frame. */
  readonly onOpen: () => void;
  readonly onFrame: (frame: WatchFrame) => void;
};

/** One container whose log is read. */
export type LogPlace = { readonly namespace: string; readonly pod: string; readonly container: string };

/** A log that is followed, and who is told of its text. */
export type KubeLog = {
  readonly place: LogPlace;
  /** Only what is younger; null: all that the kubelet holds. */
  readonly sinceSeconds: number | null;
  readonly signal: AbortSignal;
  readonly onText: (text: string) => void;
};

/** All that this tool asks of a Kubernetes API server, in raw JSON. Only programming errors are thrown. */
export type KubeClient = {
  request(request: KubeRequest): Promise<KubeAnswer>;
  watch(watch: KubeWatch): Promise<WatchEnd>;
  /** Follows a log to its end. `ended`: the server closed it, as when its container has ended; or the signal aborted. */
  readLog(log: KubeLog): Promise<WatchEnd>;
};

/** A program that the kubeconfig runs to get a token (`users[].user.exec`), such as kubelogin. */
export type LoginPlugin = { readonly command: string; readonly args: readonly string[] };

/** One context of a kubeconfig, ready to be called. */
export type Connection = KubeClient & { readonly server: string; readonly plugin: LoginPlugin | null };

/** The contexts of a kubeconfig file, and the way to connect to one. */
export type Kubeconfig = {
  readonly contexts: readonly string[];
  readonly currentContext: string | null;
  /** null: the context names a cluster that the kubeconfig does not hold. */
  connect(context: string): Connection | null;
};
