import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { makeCertificate } from '../../../bench/explain/lab/certificates.ts';
import type { Container } from './container.ts';

/** Where the API server fetches logs from. */
export type LogServer = {
  readonly port: number;
  /** Breaks every connection off, as a proxy or an API server that restarts would. */
  readonly cut: () => number;
  /** Serves no log, and breaks those off that are read, until told otherwise. */
  readonly refuse: (isRefused: boolean) => void;
  /** What was written before a moment is gone, as after the kubelet has rotated the log. */
  readonly rotate: (beforeMs: number) => void;
  readonly close: () => Promise<void>;
};

const follow = async (container: Container, sinceMs: number, response: ServerResponse): Promise<void> => {
  response.writeHead(200, { 'content-type': 'text/plain' });
  response.flushHeaders();
  let next = container.lines.findIndex(({ atMs }) => atMs >= sinceMs);
  if (next < 0) next = container.lines.length;
  for (;;) {
    for (; next < container.lines.length; next++) response.write(`${container.lines[next]!.text}\n`);
    if (container.isOver() || response.destroyed) break;
    await container.changed();
  }
  response.end();
};

/** `/containerLogs/<namespace>/<pod>/<container>?follow=true&sinceSeconds=…`, as the kubelet serves it. */
export const startLogServer = async (
  containerOf: (pod: string) => Container | undefined,
): Promise<LogServer> => {
  const { key, cert } = await makeCertificate('127.0.0.1');
  const sockets = new Set<Duplex>();
  let [rotatedAtMs, isRefused] = [0, false];
  const server = createServer({ key, cert }, (request, response) => {
    const url = new URL(request.url ?? '', 'https://127.0.0.1');
    const container = containerOf(url.pathname.split('/')[3] ?? '');
    if (container === undefined || isRefused) {
      response.writeHead(isRefused ? 503 : 404).end('no such container');
      return;
    }
    const since = url.searchParams.get('sinceSeconds');
    const sinceMs = since === null ? 0 : Date.now() - Number(since) * 1000;
    follow(container, Math.max(sinceMs, rotatedAtMs), response).catch((error) => response.destroy(error));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): number => {
    const count = sockets.size;
    for (const socket of sockets) socket.destroy();
    return count;
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    refuse: (is) => {
      isRefused = is;
      if (is) cut();
    },
    rotate: (beforeMs) => {
      rotatedAtMs = beforeMs;
    },
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
};
