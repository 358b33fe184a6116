import type { IncomingMessage, ServerResponse } from 'node:http';
import { readJson } from '../http.ts';
import { reviewAccess } from './access-review.ts';
import { discoveryDocuments } from './discovery.ts';
import { patchReplicas } from './patch-replicas.ts';
import { type ReadAnswer, read } from './read.ts';
import { parseResourcePath, type ResourcePath } from './resources.ts';
import { notFound, wrongMediaType, wrongMethod } from './status.ts';
import type { Store } from './store.ts';
import { serveWatch } from './watch.ts';

type KubeApiOptions = {
  readonly store: Store;
  readonly scaleTo: (desired: number) => void;
};

type Answer =
  | ReadAnswer
  | { readonly kind: 'created'; readonly body: unknown }
  | { readonly kind: 'text'; readonly status: number; readonly text: string };

const healthPaths = ['/healthz', '/livez', '/readyz'];
const accessReviewPath = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

const patchDeployment = async (
  { store, scaleTo }: KubeApiOptions,
  { name = '', namespace }: ResourcePath,
  request: IncomingMessage,
): Promise<Answer> => {
  const isThere = store.get('deployments', name)?.metadata.namespace === namespace;
  if (!isThere) return { kind: 'failure', status: notFound('deployments', name) };
  const patch = patchReplicas(request.headers['content-type'] ?? '', await readJson(request));
  if (patch.kind === 'refused') return { kind: 'failure', status: patch.status };
  const isDryRun = request.url?.includes('dryRun=All');
  if (!isDryRun) scaleTo(patch.replicas);
  return { kind: 'object', body: store.get('deployments', name) };
};

/** Protobuf, which kubectl would like to speak here, is refused: an unread question is not a "no". */
const answerReview = async (request: IncomingMessage): Promise<Answer> =>
  request.headers['content-type']?.startsWith('application/json')
    ? { kind: 'created', body: reviewAccess(await readJson(request)) }
    : { kind: 'failure', status: wrongMediaType(['application/json']) };

const answer = async (options: KubeApiOptions, request: IncomingMessage): Promise<Answer> => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox');
  const { method } = request;
  const document = discoveryDocuments.get(pathname);
  if (document) return { kind: 'object', body: document };
  if (healthPaths.includes(pathname)) return { kind: 'text', status: 200, text: 'ok' };
  if (pathname === accessReviewPath && method === 'POST') return answerReview(request);
  const path = parseResourcePath(pathname);
  // The real server knows no such path either, and says so in plain text instead of a Status.
  if (!path) return { kind: 'text', status: 404, text: '404 page not found\n' };
  if (method === 'GET') return read(options.store, path, searchParams);
  if (method === 'PATCH' && path.resource.name === 'deployments' && path.name !== undefined)
    return patchDeployment(options, path, request);
  return { kind: 'failure', status: wrongMethod };
};

const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

const deliver = (reply: Answer, response: ServerResponse): void => {
  switch (reply.kind) {
    case 'object':
      sendJson(response, 200, reply.body);
      break;
    case 'created':
      sendJson(response, 201, reply.body);
      break;
    case 'failure':
      sendJson(response, reply.status.code, reply.status);
      break;
    case 'text':
      response.writeHead(reply.status, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(reply.text);
      break;
    case 'watch':
      serveWatch(reply.watch, response);
  }
};

/**
 * Answers requests as a Kubernetes API server does: discovery, get, list and watch of the resources in
 * `resources.ts`, access reviews, and a patch of the Deployment's replicas.
 */
export const createKubeApi =
  (options: KubeApiOptions) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> =>
    deliver(await answer(options, request), response);
