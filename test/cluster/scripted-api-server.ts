import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RawObject } from '../../cluster/lines/raw.ts';

export type Manifest = RawObject & { readonly metadata: { readonly name: string } & RawObject['metadata'] };

type Change = {
  readonly version: number;
  readonly path: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Manifest;
};

/** Which objects of a path are asked for. */
type Wish = { readonly labels: string | null; readonly fields: string | null };
type Stream = { readonly path: string; readonly wish: Wish; readonly response: ServerResponse };

/** An API server whose faults are decided by the test. */
export type ScriptedApiServer = {
  readonly url: string;
  /** `METHOD path?query` of every request, in order. */
  readonly requests: string[];
  /** Creates or changes an object, and tells every watch. Returns the version. */
  put(path: string, object: Manifest): number;
  remove(path: string, name: string): number;
  /** Changes from now on reach no watch that is open: they are under way when it breaks. */
  mute(): void;
  /** Breaks every watch: in good order, by a reset, or by a reset in the middle of a frame. */
  breakWatches(how: 'end' | 'reset' | 'midFrame'): void;
  /** Forgets all history: a watch from an older version gets 410, as a status or inside the stream. */
  compact(how: 'status' | 'frame'): void;
  /** Answers the next requests that match (as they stand in `requests`) with this status. */
  refuse(count: number, status: number, request?: RegExp): void;
  bookmark(path: string): void;
  openWatches(path?: string): number;
  /** What stands at other paths, such as the lists of what the API serves. */
  readonly documents: Map<string, unknown>;
  /** Verbs and resources that SelfSubjectAccessReview denies, as `verb resource`. */
  readonly denied: Set<string>;
  /** Cluster clock - this machine's clock. */
  clockOffsetMs: number;
  close(): Promise<void>;
};

const wishOf = (query: URLSearchParams): Wish => ({
  labels: query.get('labelSelector'),
  fields: query.get('fieldSelector'),
});

const matches = ({ metadata }: Manifest, { labels, fields }: Wish): boolean =>
  (fields === null || fields === `metadata.name=${metadata.name}`) &&
  (labels === null ||
    labels.split(',').every((term) => {
      const [key, value] = term.split('=');
      return metadata.labels?.[key ?? ''] === value;
    }));

/** Whether an object's path is that of the list and its name; objects of a namespace lie deeper than the namespace. */
const isIn = (path: string, key: string): boolean =>
  key.startsWith(`${path}/`) && !key.slice(path.length + 1).includes('/');

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

const status = (code: number, reason: string) => ({
  kind: 'Status',
  status: 'Failure',
  code,
  reason,
  message: reason,
});

export const startScriptedApiServer = async (): Promise<ScriptedApiServer> => {
  const objects = new Map<string, Manifest>();
  const streams = new Set<Stream>();
  const refusals: { count: number; status: number; pattern: RegExp }[] = [];
  let history: Change[] = [];
  let [version, oldest, muted, goneBy] = [100, 100, false, 'status' as 'status' | 'frame'];

  const frameOf = ({ type, object }: Pick<Change, 'type' | 'object'>) =>
    `${JSON.stringify({ type, object })}\n`;

  const record = (path: string, type: Change['type'], object: Manifest): number => {
    version += 1;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
    if (type === 'DELETED') objects.delete(`${path}/${object.metadata.name}`);
    else objects.set(`${path}/${object.metadata.name}`, stored);
    const change = { version, path, type, object: stored };
    history.push(change);
    for (const stream of streams)
      if (!muted && stream.path === path && matches(stored, stream.wish))
        stream.response.write(frameOf(change));
    return version;
  };

  const list = (path: string, query: URLSearchParams) => {
    const items = [...objects]
      .filter(([key, object]) => isIn(path, key) && matches(object, wishOf(query)))
      .map(([, object]) => object);
    const from = Number(query.get('continue') ?? 0);
    const to = from + Number(query.get('limit') ?? items.length);
    return {
      kind: 'List',
      metadata: { resourceVersion: String(version), ...(to < items.length ? { continue: String(to) } : {}) },
      items: items.slice(from, to),
    };
  };

  const watch = (path: string, query: URLSearchParams, response: ServerResponse) => {
    const from = Number(query.get('resourceVersion'));
    if (from < oldest && goneBy === 'status')
      return answer(response, 410, status(410, 'too old resource version'));
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.flushHeaders();
    if (from < oldest)
      return response.end(
        `${JSON.stringify({ type: 'ERROR', object: status(410, 'too old resource version') })}\n`,
      );
    const stream = { path, wish: wishOf(query), response };
    for (const change of history)
      if (change.version > from && change.path === path && matches(change.object, stream.wish))
        response.write(frameOf(change));
    streams.add(stream);
    response.on('close', () => streams.delete(stream));
    return response;
  };

  const answer = (response: ServerResponse, code: number, body: unknown) => {
    response.writeHead(code, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  };

  const review = (text: string) => {
    const { verb, resource } = JSON.parse(text).spec.resourceAttributes as { verb: string; resource: string };
    return { status: { allowed: !server.denied.has(`${verb} ${resource}`) } };
  };

  const http = createServer(async (request, response) => {
    const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const line = `${request.method} ${pathname}${search}`;
    server.requests.push(line);
    response.sendDate = false;
    response.setHeader('Date', new Date(Date.now() + server.clockOffsetMs).toUTCString());
    const refusal = refusals.find(({ count, pattern }) => count > 0 && pattern.test(line));
    if (refusal) {
      refusal.count -= 1;
      return answer(response, refusal.status, status(refusal.status, 'scripted'));
    }
    if (request.method === 'POST') return answer(response, 201, review(await bodyOf(request)));
    if (server.documents.has(pathname)) return answer(response, 200, server.documents.get(pathname));
    if (pathname === '/version') return answer(response, 200, { gitVersion: 'v1.36.3' });
    if (searchParams.get('watch') === 'true') return watch(pathname, searchParams, response);
    const named = objects.get(pathname);
    return answer(response, 200, named ?? list(pathname, searchParams));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

  const server: ScriptedApiServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    requests: [],
    documents: new Map(),
    denied: new Set(),
    clockOffsetMs: 0,
    put: (path, object) =>
      record(path, objects.has(`${path}/${object.metadata.name}`) ? 'MODIFIED' : 'ADDED', object),
    remove: (path, name) => record(path, 'DELETED', objects.get(`${path}/${name}`)!),
    mute: () => {
      muted = true;
    },
    breakWatches: (how) => {
      for (const { response } of streams) {
        if (how === 'midFrame') response.write('{"type":"MODIFIED","object":{"metadata":{"name":"cut o');
        if (how === 'end') response.end();
        else setImmediate(() => response.socket?.resetAndDestroy());
      }
      streams.clear();
      muted = false;
    },
    compact: (how) => {
      history = [];
      oldest = version;
      goneBy = how;
    },
    refuse: (count, code, pattern = /./) => refusals.push({ count, status: code, pattern }),
    bookmark: (path) => {
      if (muted) return;
      const frame = { type: 'BOOKMARK', object: { metadata: { resourceVersion: String(version) } } };
      for (const stream of streams)
        if (stream.path === path) stream.response.write(`${JSON.stringify(frame)}\n`);
    },
    openWatches: (path) => [...streams].filter((stream) => path === undefined || stream.path === path).length,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
};
