import { PassThrough, type Readable } from 'node:stream';
import { messageOf } from '../../errors/headroom-error.ts';
import { withoutAuthorization } from '../../errors/redact/values.ts';
import type { KubeConfig } from '../kubernetes-library.ts';
import {
  type Connection,
  type KubeAnswer,
  type Kubeconfig,
  type KubeLog,
  type KubeRequest,
  type KubeWatch,
  loginFailed,
  type WatchEnd,
  type WatchFrame,
} from './kube-client.ts';
import { createLoginPauses } from './login-pauses.ts';
import { endPluginsAtExit } from './login-plugins.ts';
import { loginReason } from './login-reason.ts';

/** The library costs time and memory to load, so it is loaded when a cluster is first opened. */
const loadLibrary = () => import('../kubernetes-library.ts');

/** What the library, like kubectl, falls back to where there is no kubeconfig at all. */
const isFallback = (config: KubeConfig): boolean =>
  config.getCurrentContext() === 'loaded-context' &&
  config.getCurrentCluster()?.server === 'http://localhost:8080';

/**
 * Reads a kubeconfig: the named file, or else KUBECONFIG, ~/.kube/config, or the service account of the pod that
 * the tool runs in. Null where none of these exists. Throws what the library throws on a file it can't read.
 */
export const readKubeconfig = async (file: string | undefined): Promise<Kubeconfig | null> => {
  const { KubeConfig } = await loadLibrary();
  const config = shareLogins(new KubeConfig());
  endPluginsAtExit((config as unknown as { authenticators?: readonly object[] }).authenticators ?? []);
  if (file === undefined) config.loadFromDefault();
  else config.loadFromFile(file);
  if (isFallback(config)) return null;
  return {
    contexts: config.getContexts().map(({ name }) => name),
    currentContext: config.getCurrentContext() || null,
    connect: (context) => connect(config, context),
  };
};

/**
 * One login for all who ask. Who asks while it is under way waits for its outcome; who asks soon after it failed has the same
 * failure. The library would start the login plugin once for each of them, and again with every retry. Plugins that wait for a
 * person would pile up.
 */
const shareLogins = (config: KubeConfig): KubeConfig => {
  const login = config.applySecurityAuthentication.bind(config);
  const pauses = createLoginPauses(() => performance.now());
  let pending: Promise<void> | null = null;
  config.applySecurityAuthentication = (context) => {
    if (pending !== null) return pending.then(() => login(context));
    const refusal = pauses.refusal();
    if (refusal !== null) return Promise.reject(refusal.error);
    pending = login(context)
      .then(pauses.succeeded, (error: unknown) => {
        pauses.failed(error);
        throw error;
      })
      .finally(() => {
        pending = null;
      });
    return pending;
  };
  return config;
};

/** What the last request was authorized by: it is taken out of all that the server says. */
type Authorized = { header: string | undefined };

const connect = (config: KubeConfig, context: string): Connection | null => {
  config.setCurrentContext(context);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) return null;
  const authorized: Authorized = { header: undefined };
  const exec = config.getCurrentUser()?.exec as { command?: string; args?: string[] } | undefined;
  return {
    server,
    plugin: exec?.command === undefined ? null : { command: exec.command, args: exec.args ?? [] },
    request: (request) => sendRequest({ config, server, request, authorized }),
    watch: (watch) => runWatch(config, watch, authorized),
    readLog: (log) => runLog(config, log),
  };
};

/** Rejects when the signal aborts: the library gives no other way out of a login plugin that hangs. */
const orAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });

const parseBody = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const sendRequest = async (options: {
  readonly config: KubeConfig;
  readonly server: string;
  readonly request: KubeRequest;
  readonly authorized: Authorized;
}): Promise<KubeAnswer> => {
  const { authorized } = options;
  const { RequestContext, IsomorphicFetchHttpLibrary } = await loadLibrary();
  const { method = 'GET', path, query = {}, body, signal } = options.request;
  const { contentType = 'application/json' } = options.request;
  const context = new RequestContext(options.server + path, method);
  for (const [name, value] of Object.entries(query)) context.setQueryParam(name, value);
  if (body !== undefined) {
    context.setHeaderParam('Content-Type', contentType);
    context.setBody(JSON.stringify(body));
  }
  context.setSignal(signal);
  const askedMs = performance.now();
  try {
    await orAborted(options.config.applySecurityAuthentication(context), signal);
  } catch (error) {
    const waitedMs = performance.now() - askedMs;
    const user = options.config.getCurrentUser();
    return { kind: 'silence', stage: 'login', reason: loginReason(error, { user, waitedMs }) };
  }
  try {
    const response = await new IsomorphicFetchHttpLibrary().send(context).toPromise();
    authorized.header = context.getHeaders()['Authorization'] ?? authorized.header;
    const text = withoutAuthorization(await response.body.text(), authorized.header);
    const dateMs = Date.parse(response.headers['date'] ?? '');
    return {
      kind: 'answer',
      status: response.httpStatusCode,
      body: parseBody(text),
      dateMs: Number.isNaN(dateMs) ? null : dateMs,
    };
  } catch (error) {
    return { kind: 'silence', stage: 'network', reason: messageOf(error) };
  }
};

/** The library reports every end through one callback: no error, a status on an Error, or the error of fetch. */
const endOf = (error: unknown): WatchEnd => {
  if (error === null || error === undefined) return { kind: 'ended' };
  if (error instanceof Error && 'statusCode' in error)
    return { kind: 'refused', status: Number(error.statusCode), reason: error.message };
  if (error instanceof DOMException && error.name === 'TimeoutError') return { kind: 'idle' };
  return { kind: 'lost', reason: messageOf(error) };
};

/** An ERROR frame's object is a Status: it says in the stream what a header could not say any more. */
const refusalOf = (status: { code?: number; message?: string }, { header }: Authorized): WatchEnd => ({
  kind: 'refused',
  status: status.code ?? 500,
  reason: withoutAuthorization(status.message ?? 'the API server ended the watch', header),
});

const runWatch = async (config: KubeConfig, watch: KubeWatch, authorized: Authorized): Promise<WatchEnd> => {
  const { Watch } = await loadLibrary();
  return new Promise((resolve, reject) => {
    const stream = new AbortController();
    let settled = false;
    const settle = (end: WatchEnd) => {
      settled = true;
      watch.signal.removeEventListener('abort', abort);
      resolve(end);
      stream.abort();
    };
    const abort = () => settle({ kind: 'ended' });
    // The library ignores whatever its callbacks throw, so a fault is carried out of them by hand.
    const guarded = (action: () => void) => {
      try {
        if (!settled) action();
      } catch (fault) {
        reject(fault);
        abort();
      }
    };
    const onFrame = (type: string, object: unknown) =>
      guarded(() => {
        if (type === 'ERROR') settle(refusalOf(object as { code?: number; message?: string }, authorized));
        else watch.onFrame({ type, object } as WatchFrame);
      });
    if (watch.signal.aborted) return abort();
    watch.signal.addEventListener('abort', abort, { once: true });
    new Watch(config)
      .watch(watch.path, watch.query, onFrame, (error) => settle(endOf(error)))
      .then(
        (connection) => {
          if (settled) return connection.abort();
          stream.signal.addEventListener('abort', () => connection.abort(), { once: true });
          guarded(watch.onOpen);
        },
        () => settle({ kind: 'lost', reason: loginFailed }),
      );
  });
};

/** The library tells a status by the code of its own error; what broke underneath by the error itself. */
const endOfLog = (error: unknown): WatchEnd => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'number' && code !== 500
    ? { kind: 'refused', status: code, reason: messageOf(error) }
    : { kind: 'lost', reason: messageOf(error) };
};

const runLog = async (
  config: KubeConfig,
  { place, sinceSeconds, signal, onText }: KubeLog,
): Promise<WatchEnd> => {
  const { Log } = await loadLibrary();
  return new Promise((resolve) => {
    const sink = new PassThrough();
    let connection: AbortController | undefined;
    const settle = (end: WatchEnd): void => {
      signal.removeEventListener('abort', abort);
      resolve(end);
      connection?.abort();
    };
    const abort = (): void => settle({ kind: 'ended' });
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    // The library lets an error of the source go unheard, which would end the process.
    sink.on('pipe', (source: Readable) => source.on('error', (error) => settle(endOfLog(error))));
    sink.setEncoding('utf8').on('data', onText);
    sink.once('end', () => settle({ kind: 'ended' }));
    const { namespace, pod, container } = place;
    const options = { follow: true, ...(sinceSeconds !== null && { sinceSeconds }) };
    new Log(config).log(namespace, pod, container, sink, options).then(
      (opened) => {
        connection = opened;
        if (signal.aborted) opened.abort();
      },
      (error: unknown) => settle(endOfLog(error)),
    );
  });
};
