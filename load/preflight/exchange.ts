import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import {
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { connect as http2Connect } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { type ConnectionOptions, type TLSSocket, connect as tlsConnect } from 'node:tls';
import type { Endpoint } from '../../config/endpoints.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { textOf } from './body-text.ts';

/** Where a request goes, and how it gets there. */
type Target = Pick<Endpoint, 'url' | 'method'> & Pick<ResolvedConfig['target'], 'tls' | 'proxy'>;

/** What is sent. */
type Sending = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly signal: AbortSignal;
};

/** What came back, and how. */
export type Exchange = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The beginning of the body, unpacked. */
  readonly body: string;
  /** What broke the answer off before the end of its body; absent: it is whole. */
  readonly brokenOff?: unknown;
  /** For people: `HTTP/1.1`, `HTTP/2 with TLSv1.3`. */
  readonly protocol: string;
  /** Address and port at the other end; a balancer, where there is one. */
  readonly remote: string;
};

/** How much of an answer is kept; the rest is read and forgotten. */
const bodyBytesMost = 16_384;

/** The body of an answer, as far as it came until the signal. */
const bodyOf = async (
  answer: Readable,
  { 'content-encoding': encoding }: IncomingHttpHeaders,
  signal: AbortSignal,
): Promise<Pick<Exchange, 'body' | 'brokenOff'>> => {
  const kept: Buffer[] = [];
  let bytes = 0;
  const text = (): string => textOf(Buffer.concat(kept).subarray(0, bodyBytesMost), encoding);
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      if (bytes < bodyBytesMost) kept.push(chunk);
      bytes += chunk.length;
    }
  } catch (fault) {
    return { body: text(), brokenOff: signal.aborted ? signal.reason : fault };
  }
  return { body: text() };
};

const remoteOf = ({ remoteAddress, remotePort }: Socket): string =>
  remoteAddress?.includes(':') ? `[${remoteAddress}]:${remotePort}` : `${remoteAddress}:${remotePort}`;

/** A proxy is asked for the whole URL, in place of the path that the endpoint itself is asked for. */
const throughProxy = ({ url, proxy }: Target): RequestOptions => {
  if (proxy === undefined) return { agent: false };
  const { hostname, port } = new URL(proxy);
  const { host } = new URL(url);
  return { agent: false, hostname, port: port || 80, path: url, headers: { Host: host } };
};

/** HTTP/1.1, over the connection that is given or one of its own. */
const overHttp1 = async (target: Target, sending: Sending, socket?: TLSSocket): Promise<Exchange> => {
  const { headers, body, signal } = sending;
  const way: RequestOptions = socket ? { createConnection: () => socket } : throughProxy(target);
  const request = (socket ? httpsRequest : httpRequest)(target.url, {
    ...way,
    method: target.method,
    headers: {
      ...way.headers,
      ...headers,
      ...(body.length > 0 && { 'Content-Length': String(body.length) }),
    },
    signal,
  });
  // A server may close at once after its answer, and a closed socket knows neither address nor protocol.
  let remote = socket ? remoteOf(socket) : 'an unknown address';
  const tls = socket ? ` with ${socket.getProtocol()}` : '';
  request.on('socket', (own) => own.once('connect', () => (remote = remoteOf(own))));
  // A fault after the answer began reaches whoever reads the answer as well.
  request.on('error', () => request.destroy());
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  request.end(body);
  const [response] = await answered;
  const { statusCode: status = 0, headers: told, httpVersion } = response;
  const came = await bodyOf(response, told, signal);
  return { status, headers: told, ...came, protocol: `HTTP/${httpVersion}${tls}`, remote };
};

/** Headers that HTTP/2 has no place for. */
const ofOneConnection = new Set(['connection', 'host', 'keep-alive', 'transfer-encoding', 'upgrade']);

const overHttp2 = async (target: Target, sending: Sending, socket: TLSSocket): Promise<Exchange> => {
  const { pathname, search, host, origin } = new URL(target.url);
  const remote = remoteOf(socket);
  const session = http2Connect(origin, { createConnection: () => socket });
  // A fault of the session reaches the request as well, where it is waited for.
  session.on('error', () => session.destroy());
  try {
    const own = Object.entries(sending.headers);
    const request = session.request(
      {
        ...Object.fromEntries(own.filter(([name]) => !ofOneConnection.has(name.toLowerCase()))),
        ':method': target.method,
        ':path': `${pathname}${search}`,
        ':authority': own.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? host,
      },
      { signal: sending.signal, endStream: sending.body.length === 0 },
    );
    const answered = once(request, 'response') as Promise<[IncomingHttpHeaders & { ':status'?: number }]>;
    if (sending.body.length > 0) request.end(sending.body);
    const [headers] = await answered;
    const protocol = `HTTP/2 with ${socket.getProtocol()}`;
    const came = await bodyOf(request, headers, sending.signal);
    return { status: headers[':status'] ?? 0, headers, ...came, protocol, remote };
  } finally {
    session.destroy();
  }
};

const tlsOptions = async ({ tls, url }: Target): Promise<ConnectionOptions> => {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: Number(port || 443),
    servername: isIP(host) === 0 ? host : '',
    ALPNProtocols: ['h2', 'http/1.1'],
    ...(tls?.caFile && { ca: await readFile(tls.caFile) }),
    ...(tls?.certFile && { cert: await readFile(tls.certFile) }),
    ...(tls?.keyFile && { key: await readFile(tls.keyFile) }),
    rejectUnauthorized: !tls?.insecureSkipVerify,
  };
};

/** A connection to the endpoint that a proxy makes and passes on unread (RFC 9110, 9.3.6). */
const tunnel = async ({ url, proxy }: Target, signal: AbortSignal): Promise<Socket | undefined> => {
  if (proxy === undefined) return undefined;
  const { hostname, port } = new URL(proxy);
  const target = new URL(url);
  const path = `${target.hostname}:${target.port || 443}`;
  const request = httpRequest({ hostname, port: port || 80, method: 'CONNECT', path, agent: false, signal });
  request.end();
  const [response, socket] = (await once(request, 'connect')) as [IncomingMessage, Socket];
  if (response.statusCode === 200) return socket;
  socket.destroy();
  throw new Error(`the proxy answers ${response.statusCode} to CONNECT ${path}`);
};

/**
 * One request on a connection of its own, with the protocol that the load will use: HTTP/2 where the server offers it
 * behind TLS, else HTTP/1.1.
 *
 * @throws what Node throws for a connection that can't be made or breaks before an answer, and for the signal
 */
export const exchange = async (target: Target, sending: Sending): Promise<Exchange> => {
  if (!target.url.startsWith('https:')) return overHttp1(target, sending);
  const through = await tunnel(target, sending.signal);
  const socket = tlsConnect({ ...(await tlsOptions(target)), ...(through && { socket: through }) });
  try {
    await once(socket, 'secureConnect', { signal: sending.signal });
    // From here on a fault reaches the request that uses the connection.
    socket.on('error', () => socket.destroy());
    const over = socket.alpnProtocol === 'h2' ? overHttp2 : overHttp1;
    return await over(target, sending, socket);
  } finally {
    socket.destroy();
  }
};
