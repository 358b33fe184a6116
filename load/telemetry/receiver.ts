import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { isLoadMetric } from './k6-metrics.ts';
import { decodeMetrics, type Metric } from './otlp-decode.ts';

export type Route = (request: IncomingMessage, response: ServerResponse) => void;

export type ReceiverOptions = {
  readonly host: string;
  /** Any free port unless given. */
  readonly port?: number;
  /** Gets each export once, in the order sent, right after k6 got its answer. Must not throw. */
  readonly onMetrics: (metrics: readonly Metric[]) => void;
  /** More paths for the same server to answer. */
  readonly routes?: Readonly<Record<string, Route>>;
};

export type Receiver = {
  readonly port: number;
  /** While paused, exports are answered 503, after which k6 sends the same window again some 5 s later. */
  readonly setPaused: (paused: boolean) => void;
  /** Stops listening and cuts what is still open. */
  readonly close: () => Promise<void>;
};

const metricsPath = '/v1/metrics';
const protobuf = 'application/x-protobuf';
/** k6's exporter sends nothing larger. */
const bodyBytesMax = 64 * 1024 * 1024;
/** Far above the second between two exports: if the server closed a connection just as k6 used it, a window would be lost. */
const keepAliveMs = 120_000;

const answer = (response: ServerResponse, status: number, reason: string): void => {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${reason}\n`);
};

/** Why a request is not read at all. */
const refusal = ({
  method,
  headers,
}: IncomingMessage): readonly [status: number, reason: string] | undefined => {
  if (method !== 'POST') return [405, 'POST only'];
  if (headers['content-type'] !== protobuf || headers['content-encoding'] !== undefined) {
    return [415, `uncompressed ${protobuf} only`];
  }
  if (headers['content-length'] === undefined) return [411, 'content-length is missing'];
  if (Number(headers['content-length']) > bodyBytesMax) return [413, `more than ${bodyBytesMax} bytes`];
  return undefined;
};

const take = (body: Buffer, response: ServerResponse, onMetrics: ReceiverOptions['onMetrics']): void => {
  const decoded = decodeMetrics(body, isLoadMetric);
  if (decoded.kind === 'malformed') {
    answer(response, 400, `not OTLP metrics: ${decoded.reason}`);
    return;
  }
  response.writeHead(200, { 'content-type': protobuf, 'content-length': 0 }).end();
  onMetrics(decoded.metrics);
};

const createExportRoute =
  (isPaused: () => boolean, onMetrics: ReceiverOptions['onMetrics']): Route =>
  (request, response) => {
    const refused = isPaused() ? ([503, 'paused'] as const) : refusal(request);
    if (refused !== undefined) {
      answer(response, ...refused);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => take(Buffer.concat(chunks), response, onMetrics));
  };

const listen = async (server: Server, host: string, port: number): Promise<number> => {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw new HeadroomError('E_PORT', {
      what: `can't listen for telemetry: ${messageOf(cause)}`,
      where: `${host}:${port}`,
      fix: 'choose another port, or 0 for any that is free',
      cause,
    });
  }
  return (server.address() as AddressInfo).port;
};

/**
 * The tool's own end of the telemetry: a server on loopback that takes OTLP/HTTP metrics (protobuf, uncompressed) at
 * /v1/metrics, and whatever other paths are mounted beside it. An export is answered as soon as it is decoded: k6
 * collects nothing new while it waits, and gives a window up for lost on most answers but 200.
 *
 * @throws HeadroomError E_PORT if the address is taken or can't be bound
 */
export const startReceiver = async (options: ReceiverOptions): Promise<Receiver> => {
  let paused = false;
  const exports = createExportRoute(() => paused, options.onMetrics);
  const routes = new Map(Object.entries({ ...options.routes, [metricsPath]: exports }));

  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    const route = routes.get(request.url?.split('?', 1)[0] ?? '');
    if (route === undefined) answer(response, 404, `nothing at ${request.url}`);
    else route(request, response);
  });
  const port = await listen(server, options.host, options.port ?? 0);

  return {
    port,
    setPaused: (value) => {
      paused = value;
    },
    close: async () => {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};
