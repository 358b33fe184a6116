import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HeadroomError, messageOf } from '../errors/headroom-error.ts';

const digest = (value: string): Buffer => createHash('sha256').update(value).digest();

/** Whether the request carries this bearer token; takes equally long for every wrong one. */
export const hasBearer = (request: IncomingMessage, token: string): boolean =>
  timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`));

/** Bodies of the Kubernetes and management APIs are small; more than this is a mistake. */
const bodyBytesMax = 1_000_000;

/** The parsed JSON body; undefined where it is too long or no JSON. */
export const readJson = async (request: IncomingMessage): Promise<unknown> => {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > bodyBytesMax) return undefined;
  }
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
};

/** Connections that may wait to be accepted: a load generator opens hundreds at once. */
const backlog = 4096;

/**
 * Listens on loopback.
 *
 * @returns the URL without a path
 * @throws HeadroomError E_PORT
 */
export const listen = async (server: Server, port: number, option: string): Promise<string> => {
  const host = '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog }, () => {
      server.off('error', reject);
      resolve();
    });
  }).catch((error: unknown) => {
    throw new HeadroomError('E_PORT', {
      what: `port ${port} can't be used: ${messageOf(error)}`,
      where: option,
      fix: 'end the process that listens there, or choose another port (0 takes any free one)',
      cause: error,
    });
  });
  return `http://${host}:${(server.address() as AddressInfo).port}`;
};

/** Stops listening and ends every connection, open watches too. */
export const stop = async (server: Server): Promise<void> => {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await closed;
};
